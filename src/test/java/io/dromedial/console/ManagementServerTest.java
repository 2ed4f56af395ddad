package io.dromedial.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.record.State;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagementServerTest {

    @TempDir
    Path home;

    private RunningConsole console;

    @BeforeEach
    void start() throws Exception {
        console = new RunningConsole(home);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void showsTheWholeAtAGlance() throws Exception {
        console.record(Optional.of("june"), "a", "doubt", State.IN_DOUBT);
        console.notes.add("inbox/acme.cal: no such operation");
        JsonNode status = console.get("/api/v1/status").json();
        assertThat(status.path("inDoubt").asInt()).isEqualTo(1);
        assertThat(status.at("/operations/0/counts/in_doubt").asInt()).isEqualTo(1);
        assertThat(status.at("/batches/0/name").asText()).isEqualTo("june");
        assertThat(status.at("/providers/0/on").asBoolean()).isTrue();
        assertThat(status.at("/providers/1/on").asBoolean()).isFalse();
        assertThat(status.at("/notes/0").asText()).contains("acme.cal");
        assertThat(status.at("/journal/writable").asBoolean()).isTrue();
    }

    @Test
    void pausesAndResumesAProvider() throws Exception {
        assertThat(console.post("/api/v1/providers/acme/pause?reason=lunch")
                        .json()
                        .path("pauseReason")
                        .asText())
                .isEqualTo("paused by hand: lunch");
        long id = console.record("a", "yes", State.DUE);
        assertThat(console.get("/api/v1/requests/" + id).json().path("waitsFor").asText())
                .contains("dromedial resume acme");
        assertThat(console.post("/api/v1/providers/acme/resume")
                        .json()
                        .path("paused")
                        .asBoolean())
                .isFalse();
        assertThat(console.post("/api/v1/providers/acmee/pause")
                        .json()
                        .path("detail")
                        .asText())
                .contains("'acme'");
    }

    @Test
    void isUnhealthyOnlyForWhatDecides() throws Exception {
        console.checks.add(new Health.Check("journal", true, Map.of()));
        console.checks.add(new Health.Check("providers", false, Map.of("paused", "acme")));
        assertThat(console.get("/observe/health").status()).isEqualTo(200);
        assertThat(console.get("/observe/health")
                        .json()
                        .at("/checks/1/details/paused")
                        .asText())
                .isEqualTo("acme");
        console.checks.add(new Health.Check("intake", false, Map.of()));
        assertThat(console.get("/observe/health").status()).isEqualTo(503);
    }

    @Test
    void servesItsPageWithoutInlineScripts() throws Exception {
        RunningConsole.Reply page = console.get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .doesNotContain("<style")
                .doesNotContain(" style=")
                .doesNotContain("<script>");
        assertThat(page.headers().get("content-security-policy").get(0)).contains("default-src 'none'");
        assertThat(page.headers().get("x-content-type-options")).containsExactly("nosniff");
        assertThat(page.headers().get("cache-control")).containsExactly("no-store");
        assertThat(console.get("/console/status.js").status()).isEqualTo(200);
        assertThat(console.get("/observe/metrics").text()).isEqualTo("dromedial_up 1\n");
    }

    @Test
    void knowsOnlyItsOwnPathsAndMethods() throws Exception {
        assertThat(console.get("/api/v1/nothing").status()).isEqualTo(404);
        assertThat(console.get("//api/v1/status").status()).isEqualTo(404);
        assertThat(console.get("/api/v1/status/").status()).isEqualTo(404);
        assertThat(console.get("/api/v1/%73tatus").status()).isEqualTo(404);
        RunningConsole.Reply deleted = console.send(
                HttpRequest.newBuilder(console.url("/api/v1/requests")).DELETE());
        assertThat(deleted.status()).isEqualTo(405);
        assertThat(deleted.headers().get("allow")).containsExactly("GET, POST");
    }

    @Test
    void refusesAHostThatIsNotItsOwn() throws Exception {
        assertThat(raw("GET /api/v1/status HTTP/1.1\r\nHost: evil.example:9876\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET /api/v1/status HTTP/1.1\r\nHost: localhost:9876\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("GET /api/v1/status HTTP/1.1\r\nHost: [::1]\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void refusesToActForAnotherOriginsPage() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(console.url("/api/v1/providers/acme/pause"))
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.noBody());
        assertThat(console.send(request).status()).isEqualTo(403);
        assertThat(console.delivery.pause("acme")).isEmpty();
    }

    @Test
    void refusesABodyThatIsAnnouncedTooLargeBeforeReadingIt() throws Exception {
        String head = "POST /api/v1/requests?operation=acme.call HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n";
        assertThat(raw(head)).startsWith("HTTP/1.1 413");
    }

    @Test
    void leavesNoBodyBehind() throws Exception {
        console.post("/api/v1/requests?operation=acme.call", "application/json", "[{\"phone\":\"yes\"}]");
        console.post("/api/v1/requests?operation=acme.call", "application/json", "nonsense");
        try (Stream<Path> left = Files.list(home.resolve("data/spool"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void saysWhichKeyToChangeWhenItsPortIsTaken() {
        Vertx vertx = Vertx.vertx();
        try {
            assertThatThrownBy(() -> console.another(vertx, console.port()).start())
                    .isInstanceOf(ManagementRefused.class)
                    .hasMessageStartingWith("dromedial.management.port: 127.0.0.1:" + console.port() + " is in use");
        } finally {
            vertx.close();
        }
    }

    @Test
    void wantsATokenBeyondLoopback() {
        assertThatThrownBy(() -> new ManagementAddress("0.0.0.0", 9876, Optional.empty()))
                .hasMessageStartingWith("dromedial.management.token");
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", console.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(12), StandardCharsets.US_ASCII);
        }
    }
}
