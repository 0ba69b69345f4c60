package io.clusterkit.benchmarks.node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Event;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.UpHandler;
import org.jgroups.View;
import org.jgroups.blocks.MessageDispatcher;
import org.jgroups.blocks.RequestCorrelator;
import org.jgroups.blocks.RequestOptions;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.util.MessageBatch;
import org.jgroups.util.Rsp;
import org.jgroups.util.RspList;
import org.jspecify.annotations.Nullable;

/**
 * A member of JGroups, with the configurations that come with it; changed are only addresses and ports, and what the
 * stack's name says. Queries go by its {@code MessageDispatcher}, out of band; events are ordered messages.
 */
final class JGroupsNode implements Node {
    /** Which of its configurations. */
    enum Stack {
        UDP("udp.xml"),
        TCP("tcp.xml"),
        LOW_LATENCY("tcp-low-latency.xml"),
        UDP_128K("udp.xml");

        private final String file;

        Stack(String file) {
            this.file = file;
        }
    }

    private static final long TIMEOUT_MILLIS = 30_000;
    private static final Pattern WORDS = Pattern.compile("\\s+");

    private final JChannel channel;
    private final MessageDispatcher dispatcher;
    private final RequestOptions options;
    private @Nullable Address other;

    private JGroupsNode(JChannel channel, MessageDispatcher dispatcher, RequestOptions options) {
        this.channel = channel;
        this.dispatcher = dispatcher;
        this.options = options;
    }

    static JGroupsNode open(Stack stack, NodeSettings settings, Receiver receiver) throws Exception {
        System.setProperty("java.net.preferIPv4Stack", "true");
        System.setProperty("jgroups.udp.mcast_addr", settings.group());
        System.setProperty("jgroups.udp.mcast_port", Integer.toString(settings.port()));
        System.setProperty(
                "jgroups.tcpping.initial_hosts",
                settings.serverPorts().stream()
                        .map(port -> "127.0.0.1[" + port + "]")
                        .collect(Collectors.joining(",")));
        System.setProperty("jgroups.bundler.capacity", stack == Stack.UDP_128K ? "128k" : "16k");
        JChannel channel = new JChannel(new ByteArrayInputStream(configuration(stack, settings)));
        channel.setDiscardOwnMessages(true);
        MessageDispatcher dispatcher =
                new MessageDispatcher(channel).setRequestHandler(message -> receiver.asked(content(message)));
        channel.setUpHandler(new Sorting(channel.getUpHandler(), receiver));
        RequestOptions options = RequestOptions.SYNC().timeout(TIMEOUT_MILLIS).flags(Message.Flag.OOB);
        channel.connect(settings.cluster());
        return new JGroupsNode(channel, dispatcher, options);
    }

    /** Questions and answers go to the dispatcher, which drops whatever else there is: the events. */
    private record Sorting(UpHandler dispatcher, Receiver receiver) implements UpHandler {
        private static final short CORRELATED = ClassConfigurator.getProtocolId(RequestCorrelator.class);

        @Override
        public UpHandler setLocalAddress(Address address) {
            dispatcher.setLocalAddress(address);
            return this;
        }

        @Override
        public Object up(Event event) {
            return dispatcher.up(event);
        }

        @Override
        public @Nullable Object up(Message message) {
            if (message.getHeader(CORRELATED) != null) {
                return dispatcher.up(message);
            }
            receiver.told(message.getArray(), message.getOffset());
            return null;
        }

        @Override
        public void up(MessageBatch batch) {
            for (Message message : batch) {
                up(message);
            }
        }
    }

    private static byte[] configuration(Stack stack, NodeSettings settings) throws IOException {
        String text = read(stack.file)
                .replace("224.0.0.5\"", settings.group() + "\" mcast_port=\"" + settings.port() + "\"")
                // the transport stands in a file of its own, whose addresses and ports are fixed
                .replace(
                        "<include file=\"${transport-config:udp-default.xml}\" />",
                        transport("udp-default.xml", settings))
                .replace(
                        "<include file=\"${transport-config:tcp-default.xml}\" />",
                        transport("tcp-default.xml", settings));
        if (stack == Stack.LOW_LATENCY) {
            int include = text.indexOf("<include");
            int end = text.indexOf("/>", include) + 2;
            String overrides = text.substring(text.indexOf("buffered_input", include), end - 2);
            text = text.substring(0, include)
                    + merged(transport("tcp-default.xml", settings), overrides)
                    + text.substring(end);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String transport(String file, NodeSettings settings) throws IOException {
        String text = read(file);
        int begin = text.indexOf("<", text.indexOf("<config") + 1);
        return text.substring(begin, text.indexOf("</config>"))
                .replace("match-interface:eth2,match-interface:eth0,site_local,loopback", "127.0.0.1")
                .replace("\"7800\"", "\"" + settings.ownPort() + "\"")
                .replace("diag.enabled=\"true\"", "diag.enabled=\"false\"");
    }

    /** What an include's attributes do: each replaces the one of the same name. */
    private static String merged(String element, String overrides) {
        String merged = element;
        for (String override : WORDS.split(overrides.strip(), -1)) {
            String name = override.substring(0, override.indexOf('='));
            merged = merged.replaceAll("\\s" + name.replace(".", "\\.") + "=\"[^\"]*\"", "");
        }
        int end = merged.lastIndexOf("/>");
        return merged.substring(0, end) + " " + overrides + "/>";
    }

    private static String read(String file) throws IOException {
        try (InputStream in = JChannel.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("JGroups has no " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] content(Message message) {
        return Arrays.copyOfRange(message.getArray(), message.getOffset(), message.getOffset() + message.getLength());
    }

    @Override
    public int others() {
        View view = channel.getView();
        return view == null ? 0 : view.size() - 1;
    }

    private Address other() {
        Address known = other;
        if (known == null) {
            known = channel.getView().getMembers().stream()
                    .filter(member -> !member.equals(channel.getAddress()))
                    .findFirst()
                    .orElseThrow();
            other = known;
        }
        return known;
    }

    @Override
    public byte[] ask(byte[] question) throws Exception {
        return dispatcher.sendMessage(new BytesMessage(other(), question), options);
    }

    @Override
    public int askAll(byte[] question) throws Exception {
        List<Address> others = channel.getView().getMembers().stream()
                .filter(member -> !member.equals(channel.getAddress()))
                .toList();
        RspList<byte[]> answers = dispatcher.castMessage(others, new BytesMessage(null, question), options);
        return (int) answers.values().stream().filter(Rsp::wasReceived).count();
    }

    @Override
    public void tell(byte[] event) throws Exception {
        channel.send(new BytesMessage(other(), event));
    }

    @Override
    public void tellAll(byte[] event) throws Exception {
        channel.send(new BytesMessage(null, event));
    }

    @Override
    public void close() throws IOException {
        dispatcher.close();
        channel.close();
    }
}
