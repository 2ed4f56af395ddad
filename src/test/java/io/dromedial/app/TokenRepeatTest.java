package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.delivery.http.ScriptedServer;
import io.dromedial.record.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A request that was answered with 401 took nothing, so what is sent after it is in doubt only by itself. */
final class TokenRepeatTest {

    private static final Map<String, String> ROW =
            Map.of("to", "+306900000001", "from", "302111111111", "message.text", "Hello");

    @Test
    void aRepeatThatIsNotLetInIsDeferred() {
        ScriptedServer campaigns = new ScriptedServer(ScriptedServer.answering(401, "Connection: close\r\n", ""));
        try (campaigns;
                ScriptedServer tokens = new ScriptedServer((n, socket) -> {
                    if (!campaigns.requests().isEmpty()) {
                        campaigns.close();
                    }
                    return ScriptedServer.answering(200, "", "{\"access_token\":\"t\",\"expires_in\":60}")
                            .play(n, socket);
                });
                HostFixture host = new HostFixture(
                        "http://127.0.0.1:" + campaigns.port() + "/calls",
                        Duration.ofSeconds(20),
                        HostFixture.ACME,
                        Map.of("routee.auth-url", "http://127.0.0.1:" + tokens.port() + "/token"))) {
            Outcome outcome = host.probe.one("routee.campaign", true, ROW);
            assertThat(campaigns.requests()).hasSize(1);
            assertThat(tokens.requests()).hasSize(2);
            assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
            assertThat(outcome.reason()).startsWith("no connection: ");
        }
    }
}
