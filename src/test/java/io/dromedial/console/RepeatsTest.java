package io.dromedial.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedial.journal.Admission.Summary;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatsTest {

    private static final String PATH = "/api/v1/requests?operation=acme.call";
    private static final Summary FIRST = new Summary(7, 1, 0, 0, List.of());

    @TempDir
    Path home;

    @Test
    void answersTheSameSubmissionAsTheFirstTime() throws Exception {
        String answer;
        try (RunningConsole console = new RunningConsole(home)) {
            RunningConsole.Reply first = submit(console, "k1", "[{\"phone\":\"yes\"}]");
            assertThat(first.status()).isEqualTo(202);
            answer = first.text();
            assertThat(submit(console, "k1", "[{\"phone\":\"yes\"}]").text()).isEqualTo(answer);
            assertThat(submit(console, "k1", "[{\"phone\":\"no\"}]").status()).isEqualTo(422);
            assertThat(submit(console, "k2", "[{\"phone\":\"yes\"}]").text()).isNotEqualTo(answer);
            assertThat(console.get("/api/v1/requests").json().path("items")).hasSize(2);
        }
        try (RunningConsole console = new RunningConsole(home)) {
            assertThat(submit(console, "k1", "[{\"phone\":\"yes\"}]").text())
                    .as("after a restart")
                    .isEqualTo(answer);
        }
    }

    @Test
    void refusesTheSecondWhileTheFirstIsUnderWay() throws Exception {
        try (RunningConsole console = new RunningConsole(home)) {
            Repeats repeats = new Repeats(console.journal.receipts());
            repeats.once("k", "content", first -> {
                refused(409, () -> repeats.once("k", "content", r -> FIRST));
                refused(422, () -> repeats.once("k", "another", r -> FIRST));
                return FIRST;
            });
        }
    }

    @Test
    void letsAFailedOneBeTriedAgain() throws Exception {
        try (RunningConsole console = new RunningConsole(home)) {
            Repeats repeats = new Repeats(console.journal.receipts());
            assertThatThrownBy(() -> repeats.once("k", "content", r -> {
                        throw Refusal.of(400, "broken");
                    }))
                    .hasMessage("broken");
            assertThat(repeats.once("k", "corrected", r -> FIRST)).isEqualTo(FIRST);
        }
    }

    private static void refused(int status, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.status()).isEqualTo(status));
    }

    private static RunningConsole.Reply submit(RunningConsole console, String key, String body) throws Exception {
        return console.send(HttpRequest.newBuilder(console.url(PATH))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}
