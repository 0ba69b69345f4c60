package io.clusterkit;

import io.clusterkit.member.Addressee;
import io.clusterkit.member.Member;
import io.clusterkit.member.MemberId;
import io.clusterkit.member.Tags;
import io.clusterkit.runtime.Host;
import java.util.ArrayList;
import java.util.List;

/**
 * This member as others would address it. Each of this host's addresses means it; patterns are not compared with
 * addresses (tcl-cluster 1.1.8, cluster-api.tcl {@code resolve_self}).
 */
record Self(MemberId id, Tags tags, Host host) implements Addressee {
    @Override
    public List<String> words() {
        List<String> words = new ArrayList<>(tags.asList());
        words.add(id.hid());
        words.add(id.sid());
        words.add(Member.LOCALHOST);
        return words;
    }

    @Override
    public boolean answersTo(String word) {
        return words().contains(word) || host.isLocalAddress(word);
    }
}
