package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.delivery.http.ScriptedServer;
import io.dromedial.record.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for which there was no connection, or none that could be trusted, are not in doubt. */
final class ConnectionFailuresTest {

    private static final Duration AMPLE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private static Outcome.Deferred send(String operation, String url, Duration limit) {
        try (HostFixture host = new HostFixture(url, limit)) {
            Outcome outcome = host.send(operation);
            assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
            return (Outcome.Deferred) outcome;
        }
    }

    private static void assertCounted(Outcome.Deferred outcome) {
        assertThat(outcome.pause()).as("%s", outcome).isFalse();
        assertThat(outcome.counted()).as("%s", outcome).isTrue();
        assertThat(outcome.reason()).startsWith("no connection: ");
    }

    private static void assertPauses(Outcome.Deferred outcome) {
        assertThat(outcome.pause()).as("%s", outcome).isTrue();
        assertThat(outcome.counted()).as("%s", outcome).isFalse();
        assertThat(outcome.reason()).startsWith("no trusted connection: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"voicenotify.call", "acme.call"})
    void defersWhatFindsNoHost(String operation) {
        assertCounted(send(operation, "https://nobody.invalid/calls", AMPLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"voicenotify.call", "acme.call"})
    void defersWhatIsNotLetIn(String operation) throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertCounted(send(operation, "http://127.0.0.1:" + port + "/calls", AMPLE));
    }

    /** A listener whose queue is full answers no further connection. */
    @ParameterizedTest
    @ValueSource(strings = {"voicenotify.call", "acme.call"})
    void defersWhatIsNotConnectedInTime(String operation) throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            assertCounted(
                    send(operation, "http://127.0.0.1:" + full.getLocalPort() + "/calls", Duration.ofMillis(800)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "voicenotify.call, localhost, -1d", "acme.call, localhost, -1d",
        "voicenotify.call, elsewhere.example.com, -1d", "acme.call, elsewhere.example.com, -1d",
        "voicenotify.call, localhost, -30d", "acme.call, localhost, -30d"
    })
    void pausesForACertificateThatNobodyTrusts(String operation, String host, String begin) {
        ServerSocket socket = TlsServers.selfSigned(folder, host, begin, 10);
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.answering(200, "", "{}"), socket)) {
            assertPauses(send(operation, "https://localhost:" + server.port() + "/calls", AMPLE));
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"voicenotify.call", "acme.call"})
    void pausesForAServerThatSpeaksNoTls(String operation) {
        try (ScriptedServer server = new ScriptedServer((n, s) -> false)) {
            // it waits for the end of a head, which a client hello has not
            server.greet("HTTP/1.1 400 Bad Request\r\n\r\n");
            assertPauses(send(operation, "https://localhost:" + server.port() + "/calls", AMPLE));
        }
    }

    /** What a server answers that knows TLS 1.1 alone: the fatal alert protocol_version. */
    @ParameterizedTest
    @ValueSource(strings = {"voicenotify.call", "acme.call"})
    void pausesForAProtocolThatIsTooOld(String operation) throws IOException {
        try (ServerSocket old = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            afterHello(old, new byte[] {0x15, 3, 2, 0, 2, 2, 70});
            assertPauses(send(operation, "https://localhost:" + old.getLocalPort() + "/calls", AMPLE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"voicenotify.call", "acme.call"})
    void defersWhatLosesItsConnectionInTheHandshake(String operation) throws IOException {
        try (ServerSocket cut = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            afterHello(cut, new byte[0]);
            assertCounted(send(operation, "https://localhost:" + cut.getLocalPort() + "/calls", AMPLE));
        }
    }

    private static void afterHello(ServerSocket server, byte[] answer) {
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    InputStream in = socket.getInputStream();
                    byte[] head = in.readNBytes(5);
                    in.readNBytes((head[3] & 0xff) << 8 | head[4] & 0xff);
                    socket.getOutputStream().write(answer);
                } catch (IOException e) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
