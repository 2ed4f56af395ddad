package io.dromedial.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerTest {

    @Test
    void tellsDoubledFromRepeated() throws Exception {
        try (EchoFixture echo = new EchoFixture(SimulatorOptions.builder())) {
            echo.server.faults().next("echo.call", Fault.status(503));
            echo.call("8190");
            echo.call("8190");
            echo.call("8191");
            echo.call("8191");
            LedgerSummary summary = echo.server.ledger().summary("phone");
            assertThat(summary.requests()).isEqualTo(4);
            assertThat(summary.recipients()).isEqualTo(4);
            assertThat(summary.placed()).isEqualTo(3);
            assertThat(summary.doubled()).containsOnlyKeys("8191");
            assertThat(summary.repeated()).containsOnlyKeys("8190", "8191");
            assertThat(echo.server.ledger().requests().get(0).answer()).isEqualTo("status 503, not processed");
        }
    }

    @Test
    void outlivesItsSimulatorAndCutsATornLine(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("ledger/simulator.jsonl");
        try (EchoFixture echo = new EchoFixture(SimulatorOptions.builder().ledgerFile(file))) {
            echo.call("8190");
        }
        Files.writeString(file, "{\"type\":\"requ", StandardOpenOption.APPEND);
        try (EchoFixture echo = new EchoFixture(SimulatorOptions.builder().ledgerFile(file))) {
            echo.call("8190");
            assertThat(echo.server.ledger().entries())
                    .extracting(LedgerEntry::seq)
                    .containsExactly(1L, 2L);
            assertThat(echo.server.ledger().summary("phone").doubled()).containsEntry("8190", 2L);
            assertThat(echo.control("DELETE", "/ledger", "").statusCode()).isEqualTo(400);
        }
        assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.contains("\"type\":\"request\""));
    }

    @Test
    void countsWithoutKeepingEntries() throws Exception {
        try (EchoFixture echo = new EchoFixture(SimulatorOptions.builder().countsOnly())) {
            echo.call("8190");
            assertThat(echo.server.ledger().entries()).isEmpty();
            assertThat(echo.server.ledger().summary("phone").operations())
                    .containsEntry("echo.call", new LedgerSummary.Counts(1, 1, 1));
        }
    }

    @Test
    void isReadPageByPageOverHttp() throws Exception {
        try (EchoFixture echo = new EchoFixture(SimulatorOptions.builder())) {
            echo.call("8190");
            echo.call("8191");
            JsonNode first =
                    Json.tree(echo.control("GET", "/ledger?limit=1", "").body());
            assertThat(first.at("/items/0/type").asText()).isEqualTo("request");
            assertThat(first.at("/items/0/recipients/0/digits").asText()).isEqualTo("8190");
            assertThat(first.path("next").asLong()).isEqualTo(1);
            JsonNode rest = Json.tree(echo.control("GET", "/ledger?after=1", "").body());
            assertThat(rest.path("items")).hasSize(1);
            assertThat(rest.at("/items/0/recipients/0/digits").asText()).isEqualTo("8191");
            JsonNode summary = Json.tree(
                    echo.control("GET", "/ledger/summary?key=token", "").body());
            assertThat(summary.path("placed").asInt()).isEqualTo(2);
            assertThat(summary.path("key").asText()).isEqualTo("token");
            echo.control("DELETE", "/ledger", "");
            assertThat(echo.server.ledger().entries()).isEmpty();
        }
    }

    @Test
    void writesDownWhatFitsNoEndpointAndItsOwnBugs() throws Exception {
        try (EchoFixture echo = new EchoFixture(SimulatorOptions.builder())) {
            assertThat(echo.send(echo.request("/echo/other").GET()).statusCode())
                    .isEqualTo(404);
            assertThat(echo.send(echo.request("/echo/bug").POST(HttpRequest.BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(500);
            assertThat(echo.server.ledger().violations())
                    .containsExactly(
                            "no endpoint GET /echo/other",
                            "the simulator itself failed: java.lang.IllegalStateException: a bug");
        }
    }

    @Test
    void saysThatAPortIsTaken() {
        try (EchoFixture echo = new EchoFixture(SimulatorOptions.builder())) {
            int port = echo.server.port();
            assertThatThrownBy(() -> new EchoFixture(SimulatorOptions.builder().port(port)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + port);
        }
    }
}
