package io.clusterkit.benchmarks.node;

/** What a node does with what it is asked and told. */
public interface Receiver {
    /** Answers a question. */
    byte[] asked(byte[] question);

    /** Takes an event whose content begins at {@code offset}. Events of one sender come one after another. */
    void told(byte[] event, int offset);
}
