package io.clusterkit.protocol.multicast;

import java.io.IOException;
import java.net.SocketException;
import org.springframework.integration.ip.udp.outbound.MulticastSendingMessageHandler;
import org.springframework.messaging.MessagingException;

/** Sends to the group on one interface. After an error make a new one. Not thread-safe. */
final class GroupSender extends MulticastSendingMessageHandler {
    GroupSender(MulticastOptions options, String interfaceName) throws SocketException {
        super(GroupSocket.groupOn(options.group(), interfaceName), options.port());
        setComponentName("cluster multicast on " + interfaceName);
        setBeanFactory(GroupSocket.beanFactory());
        setTimeToLive(options.timeToLive());
        setSocketCustomizer(socket -> GroupSocket.useInterface(socket, interfaceName));
        afterPropertiesSet();
        start();
    }

    /** Hands the bytes to the network; does not wait for it. */
    void send(byte[] bytes) throws IOException {
        try {
            handleMessage(new DatagramMessage(bytes));
        } catch (MessagingException failure) {
            for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof IOException reason) {
                    throw reason;
                }
            }
            throw new IOException(failure);
        }
    }
}
