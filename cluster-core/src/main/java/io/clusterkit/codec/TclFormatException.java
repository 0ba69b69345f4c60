package io.clusterkit.codec;

/** Text that is no Tcl list or dict. */
public final class TclFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int position;

    TclFormatException(String problem, int position) {
        super(problem + ", at character " + position);
        this.position = position;
    }

    /** The index of the character at which the trouble begins. */
    public int position() {
        return position;
    }
}
