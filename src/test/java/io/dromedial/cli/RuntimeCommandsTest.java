package io.dromedial.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.console.RunningConsole;
import io.dromedial.record.Sources;
import io.dromedial.record.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeCommandsTest {

    @TempDir
    Path home;

    private RunningConsole console;
    private CommandLineFixture dromedial;

    @BeforeEach
    void start() throws Exception {
        console = new RunningConsole(home, Optional.of("open-sesame"));
        dromedial = new CommandLineFixture(home);
        dromedial.configure("dromedial.management.port=" + console.port(), "dromedial.management.token=open-sesame");
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void showsHowThingsStand() {
        console.record(Optional.of("june"), "a", "yes", State.COMPLETED);
        console.record("b", "doubt", State.IN_DOUBT);
        console.notes.add("inbox/acme.cal names no operation");
        String out = dromedial.call("status").out();
        assertThat(out).containsPattern("acme\\.call +0 +0 +0 +1 +1 +0");
        assertThat(out).containsPattern("acme +on +closed").containsPattern("other +off");
        assertThat(out).contains("june").contains("1 record in doubt").contains("note: inbox/acme.cal");
        assertThat(dromedial.call("status", "--json").out()).contains("\"inDoubt\" : 1");
    }

    @Test
    void showsSchedulesInTheirOwnZoneAndFeeds() {
        console.sources = new Sources(
                List.of(new Sources.Feed(
                        "crm",
                        "acme.call",
                        "crm",
                        Optional.of(Instant.parse("2026-06-01T00:00:00.5Z")),
                        "no such table (SQLState 42P01)")),
                List.of(new Sources.Scheduled(
                        "morning",
                        "acme.call",
                        "0 9 * * 1-5",
                        ZoneId.of("Europe/Berlin"),
                        Optional.of(Instant.parse("2026-10-26T08:00:00Z")),
                        Optional.empty(),
                        "")));
        String out = dromedial.call("status").out();
        assertThat(out)
                .containsPattern("morning +acme.call +0 9 \\* \\* 1-5 +2026-10-26 09:00:00 \\+01:00 +Europe/Berlin")
                .containsPattern("crm +acme.call +crm +2026-06-01T00:00:00Z +no such table \\(SQLState 42P01\\)");
        assertThat(dromedial.call("status", "--json").out())
                .contains("\"next\" : \"2026-10-26T08:00:00Z\"")
                .contains("\"last\" : null");
    }

    @Test
    void showsABatchByItsName() {
        console.record(Optional.of("june"), "a", "no", State.REJECTED);
        String out = dromedial.call("status", "june").out();
        assertThat(out).contains("batch june (id ").containsPattern("rejected +1");
        assertThat(dromedial.call("status", "july").code()).isEqualTo(1);
    }

    @Test
    void tellsARecordsWholeStory() throws Exception {
        Path codes =
                Files.createDirectories(home.resolve("routes/providers/acme")).resolve("codes.csv");
        Files.writeString(codes, "code,disposition,final,meaning\n486,busy,true,the line was busy\n");
        console.record(Optional.of("june"), "a-1", "later", State.ACCEPTED);
        console.report("a-1", "486", "busy");
        console.report("a-1", "486", "busy");
        String out = dromedial.call("why", "a-1").out();
        assertThat(out.lines()
                        .map(l -> l.replaceAll("\\d{4}-\\S+Z|\\(begun \\S+\\) ?", "…")
                                .strip()))
                .contains(
                        "…  taken in over HTTP, as number 1",
                        "…  callback: code 486 (busy): the line was busy; now completed",
                        "…  callback: came again or too late, kept and changed nothing",
                        "now: completed, busy (code 486: the line was busy)");
        assertThat(out).contains("the provider took it; its result comes later");
    }

    @Test
    void tellsWhatADueRecordWaitsFor() {
        dromedial.call("pause", "acme", "--reason", "their holiday");
        long id = console.record("a", "yes", State.DUE);
        String out = dromedial.call("why", String.valueOf(id)).out();
        assertThat(out).contains("waits for acme to be resumed (paused by hand: their holiday)");
        assertThat(dromedial.call("why", "nobody").code()).isEqualTo(1);
    }

    @Test
    void tellsWhoDecided() {
        long id = console.record("a", "doubt", State.IN_DOUBT);
        assertThat(dromedial.call("in-doubt", "list").out())
                .contains("acme.call")
                .contains("in_doubt");
        dromedial.call("in-doubt", "resolve", String.valueOf(id), "--as", "sent", "--note", "she told me");
        assertThat(dromedial.call("why", "a").out()).contains("a person says: sent: she told me: now accepted");
        assertThat(dromedial
                        .call("in-doubt", "resolve", String.valueOf(id), "--as", "sent")
                        .code())
                .isEqualTo(1);
    }

    @Test
    void changesTheKeyOfCallbacks() {
        long id = console.record("a", "later", State.ACCEPTED);
        String before = console.journal.tokens().issue("acme", id, 1, Long.MAX_VALUE / 2);
        assertThat(dromedial.call("callback-key", "rotate").out()).startsWith("Key 1 signs from ");
        String after = console.journal.tokens().issue("acme", id, 1, Long.MAX_VALUE / 2);
        assertThat(after).isNotEqualTo(before).startsWith("1.");
        assertThat(console.journal.tokens().verify("acme", before, 0)).isPresent();
        assertThat(console.journal.tokens().verify("acme", after, 0)).isPresent();
    }

    @Test
    void tellsAStatusOnce() {
        console.record("a", "busy", State.REJECTED);
        assertThat(dromedial.call("why", "a").out())
                .contains("HTTP 486, refused for good; a dead letter")
                .doesNotContain("(HTTP 486");
    }

    @Test
    void redrivesDeadLetters() {
        console.record("a", "no", State.REJECTED);
        assertThat(dromedial.call("dead-letters", "list").out()).contains("they said no");
        dromedial.call("pause", "acme");
        assertThat(dromedial
                        .call("dead-letters", "redrive", "--operation", "acme.call")
                        .out())
                .contains("1 dead letter due again");
        assertThat(console.state("a")).contains(State.DUE);
        assertThat(dromedial.call("dead-letters", "list").out()).contains("There are no dead letters");
        CommandLineFixture.Said all = dromedial.call("dead-letters", "redrive", "--all");
        assertThat(all.out()).as(all.err()).contains("0 dead letters due again");
    }

    @Test
    void sendsAFileAndTellsItsInvalidRows() throws Exception {
        Path file = Files.writeString(home.resolve("june.csv"), "phone,reference\nyes,a\n");
        CommandLineFixture.Said said = dromedial.call("send", file.toString(), "--operation", "acme.call");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("1 record taken in");
        assertThat(dromedial.call("status", "june").out()).contains("batch june");
        Path bad = Files.writeString(home.resolve("bad.csv"), "name\nx\n");
        CommandLineFixture.Said refused = dromedial.call("send", bad.toString(), "--operation", "acme.call");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).contains("position 1: phone: missing");
        CommandLineFixture.Said misspelt = dromedial.call("send", file.toString(), "--operation", "acme.cal");
        assertThat(misspelt.code()).isEqualTo(2);
        assertThat(misspelt.err()).contains("did you mean 'acme.call'?", "dromedial operations");
    }

    @Test
    void keepsADoNotCallList() {
        String[] list = {"do-not-call", "list", "--operation", "acme.call"};
        assertThat(dromedial.call(list).out()).contains("No number is on the list");
        String[] add = {"do-not-call", "add", "+81903904560", "--operation", "acme.call", "--why", "she asked"};
        assertThat(dromedial.call(add).out()).contains("never rung");
        assertThat(dromedial.call(add).out()).contains("stood there already");
        assertThat(dromedial.call(list).out()).contains("+81903904560").contains("she asked");
        assertThat(dromedial
                        .call("do-not-call", "add", "anonymous", "--operation", "acme.call")
                        .code())
                .isEqualTo(2);
        assertThat(dromedial
                        .call("do-not-call", "add", "+81903904560", "--operation", "acme.cal")
                        .err())
                .contains("acme.call");
        String[] remove = {"do-not-call", "remove", "81903904560", "--operation", "acme.call"};
        assertThat(dromedial.call(remove).code()).isZero();
        assertThat(dromedial.call(remove).code()).isEqualTo(1);
    }

    @Test
    void cancelsABatchOrARecord() {
        dromedial.call("pause", "acme");
        console.record(Optional.of("june"), "a", "yes", State.DUE);
        long b = console.record("b", "yes", State.DUE);
        assertThat(dromedial.call("cancel", "june").out()).contains("1 record cancelled");
        assertThat(dromedial.call("cancel", String.valueOf(b)).out()).contains("is cancelled");
        assertThat(dromedial.call("cancel", String.valueOf(b)).code()).isEqualTo(1);
        assertThat(dromedial.call("cancel", "july").code()).isEqualTo(1);
    }

    @Test
    void saysThatTheTokenIsWrong() throws Exception {
        dromedial.configure("dromedial.management.port=" + console.port(), "dromedial.management.token=another");
        CommandLineFixture.Said said = dromedial.call("status");
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("dromedial.management.token");
    }

    @Test
    void letsNoReferenceSteerTheTerminal() {
        console.record("\u001b[2Ja", "no", State.REJECTED);
        assertThat(dromedial.call("dead-letters", "list").out())
                .doesNotContain("\u001b")
                .contains("?[2Ja");
    }
}
