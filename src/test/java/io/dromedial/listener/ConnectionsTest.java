package io.dromedial.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private static final long A_MINUTE = TimeUnit.MINUTES.toNanos(1);
    private final Vertx vertx = Vertx.vertx();
    private final Connections connections = new Connections(
            vertx, new Limits(Duration.ofSeconds(15), Duration.ofSeconds(15), Duration.ofSeconds(15), true, 2));
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> received = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void start() {
        server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .connectionHandler(c -> {
                    connections.opened(c);
                    opened.complete(null);
                })
                .requestHandler(r -> {
                    connections.working(r.connection());
                    received.complete(null);
                    r.response().setChunked(true).write("x");
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void stop() {
        connections.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void endsOneWhoseHeadDoesNotCome() throws Exception {
        try (Socket socket = socket()) {
            opened.get(60, TimeUnit.SECONDS);
            connections.endLate(System.nanoTime() + A_MINUTE);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void leavesOneThatIsWorkedOn() throws Exception {
        try (Socket socket = socket()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            received.get(60, TimeUnit.SECONDS);
            connections.endLate(System.nanoTime() + A_MINUTE);
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
    }

    @Test
    void oneThatDawdlesMakesRoomForOneMore() throws Exception {
        try (Socket dawdling = socket();
                Socket working = socket()) {
            ask(working);
            assertThat(working.getInputStream().read()).isEqualTo('H');
            try (Socket third = socket()) {
                assertThat(dawdling.getInputStream().read()).isEqualTo(-1);
                ask(third);
                assertThat(third.getInputStream().read()).isEqualTo('H');
                try (Socket fourth = socket()) {
                    assertThat(fourth.getInputStream().read())
                            .as("nobody who is worked on makes room")
                            .isEqualTo(-1);
                }
                assertThat(connections.open()).isEqualTo(2);
            }
        }
    }

    private static void ask(Socket socket) throws Exception {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private Socket socket() throws Exception {
        Socket socket = new Socket("127.0.0.1", server.actualPort());
        socket.setSoTimeout(10_000);
        return socket;
    }
}
