package io.clusterkit.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the sample is to be.
 *
 * @param members how many members run in this JVM: 1 is a plain member, more are a desk and its quote members
 * @param chatClientsPerAddress how many may be in the chat from one address, terminals and web pages together
 */
@ConfigurationProperties("sample")
public record SampleProperties(
        @DefaultValue("3") int members, @DefaultValue("8") int chatClientsPerAddress) {
    static final int MOST_MEMBERS = 50;

    public SampleProperties {
        if (members < 1 || members > MOST_MEMBERS) {
            throw new IllegalArgumentException(
                    "sample.members must be from 1 to " + MOST_MEMBERS + " but is " + members);
        }
        if (chatClientsPerAddress < 1) {
            throw new IllegalArgumentException(
                    "sample.chat-clients-per-address must be at least 1 but is " + chatClientsPerAddress);
        }
    }

    /** Members beside the first. */
    int companions() {
        return members - 1;
    }
}
