package io.dromedial.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {

    @TempDir
    Path home;

    private RunningConsole console;

    @BeforeEach
    void start() throws Exception {
        console = new RunningConsole(home, Optional.of("open-sesame"));
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/console/status.js",
                "/api/v1/status",
                "/api/v1/requests",
                "/observe/metrics",
                "//observe/health",
                "/observe/health/",
                "/observe/health;a=b",
                "/observe/./health",
                "/observe%2Fhealth",
                "/OBSERVE/health",
                "/nothing"
            })
    void letsNobodyInWithoutIt(String path) throws Exception {
        RunningConsole.Reply reply = console.sendBare(HttpRequest.newBuilder(console.url(path)));
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.headers().get("www-authenticate").get(0)).startsWith("Bearer");
    }

    @Test
    void tellsHealthWithoutDetail() throws Exception {
        console.checks.add(new Health.Check("journal", true, Map.of()));
        assertThat(console.sendBare(HttpRequest.newBuilder(console.url("/observe/health")))
                        .text())
                .isEqualTo("{\"status\":\"UP\"}");
        assertThat(console.get("/observe/health").text()).contains("journal");
    }

    @Test
    void takesItAsBearerOrAsABrowsersPassword() throws Exception {
        assertThat(console.get("/api/v1/status").status()).isEqualTo(200);
        String basic = Base64.getEncoder().encodeToString("me:open-sesame".getBytes(StandardCharsets.UTF_8));
        assertThat(with("Basic " + basic)).isEqualTo(200);
        assertThat(with("Bearer open-sesam")).isEqualTo(401);
        assertThat(with("Basic !!!")).isEqualTo(401);
        assertThat(with("open-sesame")).isEqualTo(401);
    }

    private int with(String authorization) throws Exception {
        return console.sendBare(HttpRequest.newBuilder(console.url("/")).header("Authorization", authorization))
                .status();
    }
}
