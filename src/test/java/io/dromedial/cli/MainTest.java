package io.dromedial.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @TempDir
    Path home;

    private CommandLineFixture dromedial;

    @BeforeEach
    void prepare() {
        dromedial = new CommandLineFixture(home);
    }

    @Test
    void startsWhatIsAskedForAndPassesOnItsExitCode() throws Exception {
        Path csv = Files.writeString(home.resolve("june.csv"), "phone\n");
        assertThat(dromedial.call("run", "--dev").code()).isZero();
        assertThat(dromedial.call("demo", "--keep-running").code()).isZero();
        assertThat(dromedial
                        .call("validate", "--operation", "voicenotify.call", csv.toString())
                        .code())
                .isEqualTo(1);
        assertThat(dromedial.launched)
                .containsExactly("run " + home.getFileName() + " true", "demo true", "validate voicenotify.call 1");
    }

    @Test
    void prefersTheHomeThatIsNamed() throws Exception {
        Path other = Files.createDirectory(home.resolve("other"));
        dromedial.call("run", "--home", other.toString());
        dromedial.call("--home", other.toString(), "run");
        assertThat(dromedial.launched).containsExactly("run other false", "run other false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "status --nonsense",
                "send",
                "send nowhere.csv --operation voicenotify.call",
                "in-doubt",
                "in-doubt resolve 7",
                "in-doubt resolve --as sent",
                "in-doubt resolve 7 --as maybe",
                "dead-letters redrive x",
                "run --home nowhere",
                "dead-letters redrive",
                "dead-letters redrive 7 --all",
                "simulate --port 99999",
                "operations voicenotify.cal",
                "dead-letters list --limit 0",
                "pause a/b"
            })
    void endsWithTwoOnWrongUsage(String line) {
        CommandLineFixture.Said said = dromedial.call(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(said.code()).as(said.err()).isEqualTo(2);
        assertThat(said.err()).isNotBlank().doesNotContain("\tat ").doesNotContain("Exception");
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        assertThat(dromedial.call("statsu").err()).contains("status");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "why x",
                "cancel 7",
                "dead-letters list",
                "dead-letters redrive --all",
                "in-doubt list",
                "in-doubt resolve 7 --as sent",
                "pause voicenotify",
                "resume voicenotify"
            })
    void saysThatNothingIsRunning(String line) throws Exception {
        int port = freePort();
        dromedial.configure("dromedial.management.port=" + port);
        CommandLineFixture.Said said = dromedial.call(line.split(" "));
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err())
                .isEqualToIgnoringNewLines("no dromedial is running at http://127.0.0.1:" + port
                        + " (dromedial.management.port); start one with: bin/dromedial run");
    }

    @Test
    void refusesABrokenManagementSetting() throws Exception {
        dromedial.configure("dromedial.management.port=nine");
        CommandLineFixture.Said said = dromedial.call("status");
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("dromedial.management.port");
    }

    @Test
    void listsOperationsWithoutARuntime() {
        CommandLineFixture.Said said = dromedial.call("operations", "voicenotify.call");
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("voicenotify.call").contains("phone").contains("required");
        assertThat(dromedial.call("operations", "--json").out()).contains("\"operation\" : \"voicenotify.call\"");
    }

    @Test
    void showsHelpAndVersion() {
        assertThat(dromedial.call("--help").out()).contains("in-doubt").contains("Exit codes");
        assertThat(dromedial.call("in-doubt", "resolve", "--help").out()).contains("not-sent");
        assertThat(dromedial.call("help").out())
                .isEqualTo(dromedial.call("--help").out());
        assertThat(dromedial.call("help", "in-doubt", "resolve").out()).contains("not-sent");
        assertThat(dromedial.call("--version").out()).startsWith("dromedial ");
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
