package io.clusterkit.member;

import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Who a member is: {@code sid} is drawn anew at each start, {@code hid} names the host (its MAC address, lower-case
 * with colons). Together, as {@code sid@hid}, they are the member's uuid.
 *
 * @param sid the member's own id, not empty
 * @param hid the host's id, not empty
 */
public record MemberId(String sid, String hid) implements Comparable<MemberId> {
    /** Characters of a drawn sid, as many as the original draws (shortid-1.0.0.tm). */
    public static final int SID_LENGTH = 8;

    // Letters and digits only: safe in a file name and as a bare word of a Tcl list.
    private static final String SID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public MemberId {
        requireNotEmpty("sid", sid);
        requireNotEmpty("hid", hid);
    }

    /** An id on host {@code hid} whose sid is drawn from {@code random}. */
    public static MemberId draw(String hid, RandomGenerator random) {
        StringBuilder sid = new StringBuilder(SID_LENGTH);
        for (int i = 0; i < SID_LENGTH; i++) {
            sid.append(SID_ALPHABET.charAt(random.nextInt(SID_ALPHABET.length())));
        }
        return new MemberId(sid.toString(), hid);
    }

    /** {@code sid@hid}. */
    public String uuid() {
        return sid + "@" + hid;
    }

    @Override
    public int compareTo(MemberId other) {
        int bySid = sid.compareTo(other.sid);
        return bySid != 0 ? bySid : hid.compareTo(other.hid);
    }

    @Override
    public String toString() {
        return uuid();
    }

    private static void requireNotEmpty(String name, String value) {
        if (Objects.requireNonNull(value, name).isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
    }
}
