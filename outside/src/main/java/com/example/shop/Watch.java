package com.example.shop;

import io.clusterkit.boot.event.MemberDiscovered;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Notes who was found. */
@Component
class Watch {
    final Queue<String> found = new ConcurrentLinkedQueue<>();

    @EventListener
    void found(MemberDiscovered event) {
        found.add(event.getMember().sid());
    }
}
