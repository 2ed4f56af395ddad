package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** F27: a provider that reads half of a request's body has perhaps read enough: in doubt, and never sent again. */
final class HalfReadTest {

    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(1500);
    /** More than the kernel holds of a connection on both sides, so that half of it can't leave. */
    private static final int MESSAGE = 24_000_000;

    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger heads = new AtomicInteger();

    private enum Then {
        CLOSES,
        RESETS,
        HANGS
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    private static ServerSocket listening() {
        try {
            ServerSocket server = new ServerSocket();
            server.setReceiveBufferSize(8192);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(ServerSocket server, int most, Then then) {
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    open.add(socket);
                    read(socket, most);
                    if (then == Then.CLOSES) {
                        socket.shutdownOutput();
                    } else if (then == Then.RESETS) {
                        socket.setSoLinger(true, 0);
                        socket.close();
                    }
                } catch (IOException e) {
                    // the other side was first
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Up to the end of the head, and that much of the body. */
    private void read(Socket socket, int most) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                return;
            }
            head.append((char) b);
        }
        heads.incrementAndGet();
        in.readNBytes(most);
    }

    private Outcome send(String operation, int most, Then then, Duration limit) throws IOException {
        try (ServerSocket server = listening();
                HostFixture host = new HostFixture("http://127.0.0.1:" + server.getLocalPort() + "/calls", limit)) {
            serve(server, most, then);
            Map<String, String> row = new HashMap<>(HostFixture.CALL);
            row.put("message", "x".repeat(MESSAGE));
            return host.probe.one(operation, host.groups(operation), row);
        }
    }

    /** The fixture's end waits for every connection's. */
    @ParameterizedTest
    @CsvSource({
        "voicenotify.call, CLOSES", "acme.call, CLOSES",
        "voicenotify.call, RESETS", "acme.call, RESETS",
        "voicenotify.call, HANGS", "acme.call, HANGS"
    })
    void isInDoubtAndItsConnectionIsGivenUp(String operation, Then then) throws IOException {
        Outcome outcome = send(operation, MESSAGE / 2, then, then == Then.RESETS ? AMPLE : SHORT);
        assertThat(outcome.word()).as("%s", outcome).isEqualTo("in_doubt");
        assertThat(heads).as("requests").hasValue(1);
    }
}
