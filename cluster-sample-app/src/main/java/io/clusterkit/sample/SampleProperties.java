package io.clusterkit.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the sample is to be.
 *
 * @param members how many members run in this JVM: 1 is a plain member, more are a desk and its quote members
 */
@ConfigurationProperties("sample")
record SampleProperties(@DefaultValue("3") int members) {
    static final int MOST_MEMBERS = 50;

    SampleProperties {
        if (members < 1 || members > MOST_MEMBERS) {
            throw new IllegalArgumentException(
                    "sample.members must be from 1 to " + MOST_MEMBERS + " but is " + members);
        }
    }

    /** Members beside the first. */
    int companions() {
        return members - 1;
    }
}
