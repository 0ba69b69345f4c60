package io.clusterkit.sample.chat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** A client of the chat room for somebody who looks at the page. */
public final class Guest {
    static final int PATIENCE_MILLIS = 5_000;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}+");

    private final String id = UUID.randomUUID().toString();
    private final String home;
    private final Listener listener;
    private final Socket socket = new Socket();
    private final CompletableFuture<Decision> decision = new CompletableFuture<>();

    Guest(String home, Listener listener) {
        this.home = home;
        this.listener = listener;
    }

    /** Whoever stands behind the guest. Called on the guest's thread, one call at a time; may block. */
    public interface Listener {
        /**
         * The room has let the guest in.
         *
         * @param name how others see the guest
         * @param port where the room is
         */
        void entered(Guest guest, String name, int port);

        /** Somebody else has said something. */
        void heard(String name, String text);

        /** It is over, or did not begin. */
        void ended(String reason);
    }

    /** Who knows it may speak as this guest. */
    public String id() {
        return id;
    }

    /**
     * Says something; line breaks and other control characters become blanks.
     *
     * @throws IllegalArgumentException if that leaves nothing, or more than a line may have
     * @throws IllegalStateException if the guest is not in the room any more
     */
    public synchronized void say(String text) {
        String line = CONTROL.matcher(text).replaceAll(" ").strip();
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        if (line.isEmpty() || bytes.length > ChatRoom.LONGEST_LINE) {
            throw new IllegalArgumentException("must be from 1 to " + (ChatRoom.LONGEST_LINE - 1)
                    + " bytes of text but has " + (bytes.length - 1));
        }
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException gone) {
            throw new IllegalStateException("you are not in the chat room any more", gone);
        }
    }

    /** Leaves the room; leaving twice does nothing more. */
    public void leave() {
        try {
            synchronized (socket) {
                if (!socket.isClosed()) {
                    socket.setSoLinger(true, 0); // nothing is to come any more, so the room need not wait for the end
                    socket.close();
                }
            }
        } catch (IOException failure) {
            throw new IllegalStateException("a guest's socket can't be closed", failure);
        }
    }

    /** Where the browser is: terminals there count together with it. */
    String home() {
        return home;
    }

    Socket socket() {
        return socket;
    }

    void granted(String name) {
        decision.complete(new Decision(true, name));
    }

    void denied(String reason) {
        decision.complete(new Decision(false, reason));
    }

    void ended(String reason) {
        listener.ended(reason);
    }

    /** Tells the listener what comes, until the end, and returns why that is. */
    String listen(int port) throws IOException {
        try {
            Decision made = decision.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (!made.granted) {
                return made.nameOrReason;
            }
            listener.entered(this, made.nameOrReason, port);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (TimeoutException noAnswer) {
            return "the chat room is full"; // so it was closed before the filters were asked
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "the page's guest was interrupted";
        }
        InputStream input = new BufferedInputStream(socket.getInputStream());
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int each = input.read(); each >= 0; each = input.read()) {
            if (each == '\n') {
                hear(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(each);
            }
        }
        return "the chat room was closed";
    }

    /** The room makes whole lines, each with a name. */
    private void hear(String line) {
        int colon = Math.max(0, line.indexOf(": "));
        listener.heard(line.substring(0, colon), line.substring(colon).replaceFirst("^: ", ""));
    }

    /** What the room's access filter says. */
    private record Decision(boolean granted, String nameOrReason) {}
}
