package com.example.shop;

import io.clusterkit.boot.ClusterEventListener;
import io.clusterkit.boot.ClusterHook;
import io.clusterkit.hook.CancelPacketException;
import io.clusterkit.hook.HookContext;
import io.clusterkit.hook.HookPoint;
import io.clusterkit.member.Member;
import io.clusterkit.packet.Packet;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.stereotype.Component;

/** Takes events from members in Europe, and lets nobody say what is forbidden. */
@Component
class News {
    final Queue<String> heard = new ConcurrentLinkedQueue<>();

    @ClusterEventListener(tags = "eu-*")
    void heard(String text, Member from) {
        heard.add(text + " from " + from.sid());
    }

    @ClusterHook(point = HookPoint.RECEIVE)
    void censor(Packet packet, HookContext context) {
        if ("forbidden".equals(packet.data())) {
            throw new CancelPacketException("not here");
        }
    }
}
