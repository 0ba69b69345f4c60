package io.clusterkit.benchmarks.node;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Stream sockets with nothing above them but frames: what the machine can do. */
final class RawStreamNode implements Node {
    /** How a caller uses its connection. */
    enum Style {
        /** The caller's thread writes, then reads. */
        PING_PONG,
        /** Many callers share a connection: a lock to write, correlation ids, a thread that reads. */
        MULTIPLEXED,
        /** Events are collected and written 64 KiB at a time. */
        BATCHED
    }

    static final int BUFFER = 64 * 1024;

    private final Style style;
    private final Receiver receiver;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<Closeable> open = new CopyOnWriteArrayList<>();
    private final Map<Long, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private volatile int others;

    private RawStreamNode(Style style, Receiver receiver) {
        this.style = style;
        this.receiver = receiver;
    }

    static RawStreamNode open(RawSockets sockets, Style style, NodeSettings settings, Receiver receiver)
            throws IOException, InterruptedException {
        RawStreamNode node = new RawStreamNode(style, receiver);
        if (settings.isServer()) {
            ServerSocket server = sockets.bind(settings.ownPort());
            node.open.add(server);
            daemon("accept", () -> node.accept(server));
        } else {
            for (int port : settings.serverPorts()) {
                Connection connection = new Connection(sockets.connectSoon(port));
                node.add(connection);
                if (style == Style.MULTIPLEXED) {
                    daemon("answers", () -> node.serve(connection));
                }
            }
        }
        return node;
    }

    private void accept(ServerSocket server) throws IOException {
        while (true) {
            Socket socket = server.accept();
            Connection connection = new Connection(socket);
            add(connection);
            daemon("serve", () -> serve(connection));
        }
    }

    private void add(Connection connection) {
        connections.add(connection);
        open.add(connection.socket);
        others = connections.size();
    }

    private void serve(Connection connection) throws IOException {
        while (true) {
            Frame frame = connection.read();
            switch (frame.kind) {
                case Frame.QUESTION ->
                    connection.write(new Frame(Frame.ANSWER, frame.id, receiver.asked(frame.content)));
                case Frame.ANSWER -> {
                    CompletableFuture<byte[]> answer = waiting.remove(frame.id);
                    if (answer != null) {
                        answer.complete(frame.content);
                    }
                }
                default -> receiver.told(frame.content, 0);
            }
        }
    }

    @Override
    public int others() {
        return others;
    }

    @Override
    public byte[] ask(byte[] question) throws Exception {
        Connection connection = connections.get(0);
        if (style == Style.MULTIPLEXED) {
            long id = ids.incrementAndGet();
            CompletableFuture<byte[]> answer = new CompletableFuture<>();
            waiting.put(id, answer);
            connection.write(new Frame(Frame.QUESTION, id, question));
            return answer.get();
        }
        connection.write(new Frame(Frame.QUESTION, 0, question));
        return connection.read().content;
    }

    @Override
    public int askAll(byte[] question) throws IOException {
        for (Connection connection : connections) {
            connection.write(new Frame(Frame.QUESTION, 0, question));
        }
        int answers = 0;
        for (Connection connection : connections) {
            connection.read();
            answers++;
        }
        return answers;
    }

    @Override
    public void tell(byte[] event) throws IOException {
        tell(connections.get(0), event);
    }

    @Override
    public void tellAll(byte[] event) throws IOException {
        for (Connection connection : connections) {
            tell(connection, event);
        }
    }

    private void tell(Connection connection, byte[] event) throws IOException {
        Frame frame = new Frame(Frame.EVENT, 0, event);
        if (style == Style.BATCHED) {
            connection.collect(frame);
        } else {
            connection.write(frame);
        }
    }

    @Override
    public void flush() throws IOException {
        for (Connection connection : connections) {
            connection.flush();
        }
    }

    @Override
    public void close() throws IOException {
        for (Closeable each : new ArrayList<>(open)) {
            each.close();
        }
    }

    private interface Loop {
        void run() throws IOException;
    }

    private static void daemon(String name, Loop loop) {
        Thread thread = new Thread(
                () -> {
                    try {
                        loop.run();
                    } catch (EOFException | SocketException closed) {
                        return; // the other side, or this one, is done
                    } catch (IOException failure) {
                        throw new IllegalStateException(name + " failed", failure);
                    }
                },
                "raw-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private static final class Frame {
        static final byte QUESTION = 0;
        static final byte ANSWER = 1;
        static final byte EVENT = 2;

        /** Length of the content, kind, id. */
        static final int HEADER = 4 + 1 + 8;

        private final byte kind;
        private final long id;
        private final byte[] content;

        Frame(byte kind, long id, byte[] content) {
            this.kind = kind;
            this.id = id;
            this.content = content;
        }

        int size() {
            return HEADER + content.length;
        }

        void put(byte[] to, int at) {
            putInt(to, at, content.length);
            to[at + 4] = kind;
            putInt(to, at + 5, (int) (id >>> 32));
            putInt(to, at + 9, (int) id);
            System.arraycopy(content, 0, to, at + HEADER, content.length);
        }

        private static void putInt(byte[] to, int at, int value) {
            to[at] = (byte) (value >>> 24);
            to[at + 1] = (byte) (value >>> 16);
            to[at + 2] = (byte) (value >>> 8);
            to[at + 3] = (byte) value;
        }
    }

    private static final class Connection {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;
        private final byte[] batch = new byte[BUFFER];
        private int collected;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            if (socket.getInetAddress() != null && socket.getPort() > 0) {
                socket.setTcpNoDelay(true);
            }
            this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
            this.out = socket.getOutputStream();
        }

        Frame read() throws IOException {
            int length = in.readInt();
            byte kind = in.readByte();
            long id = in.readLong();
            byte[] content = new byte[length];
            in.readFully(content);
            return new Frame(kind, id, content);
        }

        void write(Frame frame) throws IOException {
            byte[] bytes = new byte[frame.size()];
            frame.put(bytes, 0);
            synchronized (this) {
                out.write(bytes);
            }
        }

        synchronized void collect(Frame frame) throws IOException {
            if (collected + frame.size() > batch.length) {
                flush();
            }
            frame.put(batch, collected);
            collected += frame.size();
        }

        synchronized void flush() throws IOException {
            out.write(batch, 0, collected);
            collected = 0;
        }
    }
}
