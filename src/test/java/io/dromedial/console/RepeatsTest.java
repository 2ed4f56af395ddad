package io.dromedial.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatsTest {

    private static final String PATH = "/api/v1/requests?operation=acme.call";

    @TempDir
    Path home;

    private final Repeats repeats = new Repeats(Clock.systemUTC());

    @Test
    void answersTheSameSubmissionAsTheFirstTime() throws Exception {
        try (RunningConsole console = new RunningConsole(home)) {
            RunningConsole.Reply first = submit(console, "k1", "[{\"phone\":\"yes\"}]");
            assertThat(first.status()).isEqualTo(202);
            assertThat(submit(console, "k1", "[{\"phone\":\"yes\"}]").text()).isEqualTo(first.text());
            assertThat(submit(console, "k1", "[{\"phone\":\"no\"}]").status()).isEqualTo(422);
            assertThat(submit(console, "k2", "[{\"phone\":\"yes\"}]").text()).isNotEqualTo(first.text());
            assertThat(console.get("/api/v1/requests").json().path("items")).hasSize(2);
        }
    }

    @Test
    void refusesTheSecondWhileTheFirstIsUnderWay() throws Exception {
        repeats.once("k", "content", () -> {
            assertThatThrownBy(() -> repeats.once("k", "content", () -> Answer.ok("second")))
                    .isInstanceOfSatisfying(
                            Refusal.class, r -> assertThat(r.status()).isEqualTo(409));
            return Answer.ok("first");
        });
    }

    @Test
    void letsAFailedOneBeTriedAgain() throws Exception {
        assertThatThrownBy(() -> repeats.once("k", "content", () -> {
                    throw Refusal.of(400, "broken");
                }))
                .hasMessage("broken");
        assertThat(repeats.once("k", "content", () -> Answer.ok("again")).status())
                .isEqualTo(200);
    }

    private static RunningConsole.Reply submit(RunningConsole console, String key, String body) throws Exception {
        return console.send(HttpRequest.newBuilder(console.url(PATH))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}
