package io.dromedial.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmitOverHttpTest {

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
    void takesInAJsonArray() throws Exception {
        RunningConsole.Reply reply = console.post(
                "/api/v1/requests?operation=acme.call&batch=june",
                "application/json",
                "[{\"phone\":\"yes\",\"reference\":\"a\"},{\"reference\":\"b\"},{\"phone\":\"yes\",\"reference\":\"a\"}]");
        assertThat(reply.status()).isEqualTo(202);
        JsonNode summary = reply.json();
        assertThat(summary.path("accepted").asInt()).isEqualTo(1);
        assertThat(summary.path("duplicates").asInt()).isEqualTo(1);
        assertThat(summary.path("rejected").asInt()).isEqualTo(1);
        assertThat(summary.at("/errors/0/position").asInt()).isEqualTo(2);
        JsonNode batch = console.get(
                        "/api/v1/batches/" + summary.path("batchId").asText())
                .json();
        assertThat(batch.path("name").asText()).isEqualTo("june");
    }

    @Test
    void takesInCsvWithAByteOrderMarkAndTellsARowThatIsTooWide() throws Exception {
        RunningConsole.Reply reply = console.post(
                "/api/v1/requests?operation=acme.call",
                "text/csv; charset=utf-8",
                "\uFEFFphone,reference\r\nyes,a\r\n\r\nyes,b,c\r\n\"yes\",d\r\n");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("accepted").asInt()).isEqualTo(2);
        assertThat(reply.json().at("/errors/0/text").asText()).contains("3 cells");
    }

    @Test
    void takesNothingOfABodyThatIsBrokenAtItsEnd() throws Exception {
        RunningConsole.Reply reply = console.post(
                "/api/v1/requests?operation=acme.call",
                "application/json",
                "[{\"phone\":\"yes\",\"reference\":\"a\"},{\"pho");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.type()).isEqualTo("application/problem+json");
        assertThat(console.get("/api/v1/requests").json().path("items")).isEmpty();
    }

    @Test
    void refusesAnUnknownOperationAndSaysWhichIsNear() throws Exception {
        RunningConsole.Reply reply = console.post("/api/v1/requests?operation=acme.cal", "application/json", "[{}]");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("parameter").asText()).isEqualTo("operation");
        assertThat(reply.json().path("detail").asText()).contains("did you mean 'acme.call'");
    }

    @Test
    void refusesAnotherTypeOfBody() throws Exception {
        RunningConsole.Reply reply = console.post("/api/v1/requests?operation=acme.call", "application/xml", "<a/>");
        assertThat(reply.status()).isEqualTo(415);
    }
}
