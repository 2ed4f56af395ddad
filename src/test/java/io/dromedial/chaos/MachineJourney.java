package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.simulator.Fault;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The machine under the runtime in trouble: full, locked and broken disks, a log that nobody reads. */
@Tag("chaos")
class MachineJourney {

    private static final int ROWS = 100;
    private static final int MORE = 50;
    private static final int FEW_LINES = 12;
    private static final int FAILED = 1;
    private static final int REFUSED = 2;
    private static final String NOBODY = "65534";
    private static final String SMALL = "size=2m";

    @TempDir
    Path folder;

    private World world;
    private Site site;

    @BeforeEach
    void open() {
        world = new World(folder);
        site = world.site("home").furnish();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Path home(String below) {
        return site.root().resolve(below);
    }

    private String log() {
        try {
            return Files.readString(site.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void untilLogged(String what) {
        world.until("the log says: " + what, () -> log().contains(what));
    }

    /** From here on no record's change brings about another look at the files. */
    private void untilNothingIsUnderWay(Node node) {
        world.until("nothing is under way", () -> {
            long open = 0;
            String status = node.ask("GET", "/api/v1/status", "").body();
            for (JsonNode operation : new ObjectMapper().readTree(status).path("operations")) {
                for (String state : List.of("due", "sending", "accepted")) {
                    open += operation.path("counts").path(state).asLong();
                }
            }
            return open == 0;
        });
    }

    /** The same trouble again and again is told now and then, not each time. */
    private void toldInFewWords(String what) {
        assertThat(log().lines().filter(l -> l.contains(what))).as(log()).hasSizeBetween(1, FEW_LINES);
    }

    private void ended(Node node, long mostInDoubt) {
        world.judged(mostInDoubt);
        assertThat(node.terminate()).as(node.log()).isZero();
    }

    /** F09: calls go on while results can't be written, and the files are whole in the end. */
    @Test
    void resultsWaitForAFullDisk() {
        try (Mount results = Mount.in(home("results"), SMALL)) {
            Node node = world.start(site).opened();
            results.fill();
            world.load.drop(site, ROWS);
            world.untilReceived(ROWS);
            untilLogged("No space left");
            results.empty();
            ended(node, 0);
            toldInFewWords("No space left");
        }
    }

    /** F11. */
    @Test
    void resultsWaitForInodes() {
        try (Mount results = Mount.in(home("results"), "size=2m,nr_inodes=40")) {
            Node node = world.start(site).opened();
            results.fillInodes();
            world.load.drop(site, ROWS);
            world.untilReceived(ROWS);
            untilLogged("No space left");
            results.empty();
            ended(node, 0);
        }
    }

    /** F11. */
    @Test
    void resultsWaitForAFolderThatIsReadOnly() {
        try (Mount results = Mount.in(home("results"), SMALL)) {
            Node node = world.start(site).opened();
            results.readOnly();
            world.load.drop(site, ROWS);
            world.untilReceived(ROWS);
            untilNothingIsUnderWay(node);
            untilLogged("Read-only file system");
            // what changes of the first file's records has no part in writing them: nothing does any more
            world.load.drop(site, MORE);
            world.untilReceived(ROWS + MORE);
            untilNothingIsUnderWay(node);
            results.writable();
            ended(node, 0);
            toldInFewWords("Read-only file system");
        }
    }

    /** F09, F11: what can't be set aside with its reason stays until it can. */
    @ParameterizedTest
    @ValueSource(strings = {SMALL, "size=2m,nr_inodes=60"})
    void aFileThatIsToBeSetAsideWaitsForRoom(String small) {
        try (Mount inbox = Mount.in(home("inbox"), small)) {
            Node node = world.start(site).opened();
            site.drop(Load.CALLS, "broken", "reference,phone,message,caller,language\nb-1,\"81904,Hi,1,en\n");
            if (small.equals(SMALL)) {
                inbox.fill();
            } else {
                inbox.fillInodes();
            }
            world.until("it is told", () -> log().contains("No space left"));
            Path error = home("inbox/" + Load.CALLS + "/.error/");
            assertThat(error.resolve("broken.csv")).doesNotExist();
            inbox.empty();
            world.until("it is set aside", () -> Files.exists(error.resolve("broken.csv")));
            assertThat(error.resolve("broken.csv.error.txt")).isNotEmptyFile();
            world.load.drop(site, MORE);
            ended(node, 0);
            toldInFewWords("No space left");
        }
    }

    /** F11: what was refused is settled at once, and set aside for people once that can be written. */
    @Test
    void deadLettersWaitForAFolderThatIsReadOnly() {
        try (Mount dead = Mount.in(home("dead-letter"), SMALL)) {
            world.simulator.faults().clear();
            world.simulator.faults().when(Load.CALLS, d -> d.endsWith("7"), Fault.status(400));
            site.set("voicenotify.call.group", "1").configure();
            Node node = world.start(site).opened();
            dead.readOnly();
            world.load.dropCalls(site, ROWS);
            world.until(
                    "each was asked for",
                    () -> world.simulator.ledger().requests().size() >= ROWS);
            untilNothingIsUnderWay(node);
            untilLogged("Read-only file system");
            dead.writable();
            // the results alone would say of them what became of them
            for (Load.File file : world.load.files()) {
                Path letters = home("dead-letter/" + file.operation() + "/" + file.name() + ".csv");
                world.until("what was refused is set aside", () -> Files.exists(letters));
                assertThat(letters).content().hasLineCount(ROWS / 10 + 1);
            }
            ended(node, 0);
            toldInFewWords("Read-only file system");
        }
    }

    /** F11: the journal begins new files now and then; where it can't, it stops at once or goes on, and loses nothing. */
    @Test
    void aJournalWithoutInodesLosesNothing() {
        try (Mount data = Mount.in(home("data"), "size=512m,nr_inodes=200")) {
            Node node = world.start(site).opened();
            world.load.drop(site, ROWS);
            world.untilReceived(ROWS / 4);
            data.fillInodes();
            world.load.drop(site, 10 * ROWS);
            world.until("it ends, or all is sent", () -> !node.alive() || world.received() == 11L * ROWS);
            System.out.println("without inodes " + (node.alive() ? "it went on" : "it ended"));
            if (!node.alive()) {
                assertThat(node.exit()).as(node.log()).isEqualTo(FAILED);
            }
            data.empty();
            Node last = node.alive() ? node : world.start(site).opened();
            ended(last, node.alive() ? 0 : Load.ON_THE_WIRE);
        }
    }

    /** F11: nothing is sent of a file that can't leave the inbox, and all of it once it can. */
    @Test
    void aFileWaitsInAnInboxThatIsReadOnly() {
        try (Mount inbox = Mount.in(home("inbox"), SMALL)) {
            Node node = world.start(site).opened();
            world.load.drop(site, MORE);
            world.judged(0);
            world.load.drop(site, ROWS);
            inbox.readOnly();
            long before = world.received();
            untilLogged("Read-only file system");
            // what had left the inbox by then is sent, and nothing else
            world.until(
                    "what was taken in is sent",
                    () -> world.verdict().unsettled().isEmpty());
            assertThat(world.received() - before).isLessThanOrEqualTo(ROWS);
            inbox.writable();
            ended(node, 0);
            toldInFewWords("Read-only file system");
        }
    }

    /** F11: as a user who may not write there. */
    @ParameterizedTest
    @ValueSource(strings = {"results/" + Load.CALLS, "inbox/" + Load.CALLS, "inbox/" + Load.CALLS + "/.done"})
    void aFolderWhosePermissionIsLostIsWaitedFor(String which) {
        Node node = startAsNobody();
        done("chmod", "a-w", which);
        world.load.drop(site, ROWS);
        done("chown", NOBODY, "inbox");
        done("chmod", "a-w", which);
        untilLogged(which.startsWith("results") ? "can't be written" : "can't");
        done("chmod", "u+w", which);
        ended(node, 0);
    }

    /** F19. */
    @Test
    void aFileThatMayNotBeReadIsToldAndHoldsUpNobody() {
        Node node = startAsNobody();
        Load.File closed = world.load.drop(site, Load.CALLS, MORE, "");
        String file = "inbox/" + closed.operation() + "/" + closed.name() + ".csv";
        done("chown", "0:0", file);
        done("chmod", "600", file);
        world.load.drop(site, ROWS);
        untilLogged(closed.name() + ".csv can't be read by the user");
        world.until("the others are through", () -> world.verdict().lost().size() == MORE);
        done("chown", NOBODY, file);
        ended(node, 0);
    }

    /** Once some rows are through. */
    private Node startAsNobody() {
        assumeTrue("root".equals(System.getProperty("user.name")), "another user needs root");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv, of util-linux");
        String unpacked = Distribution.top().getParent().toString();
        Mount.run("chmod", "o+x", folder.toString(), unpacked);
        Mount.run("chmod", "-R", "o+rX", unpacked);
        assumeTrue(reachable(), "another user must get to the home");
        world.load.drop(site, MORE);
        done("chown", NOBODY, "");
        Node node = world.startAs(NOBODY, site).opened();
        world.judged(0);
        return node;
    }

    private void done(String command, String how, String below) {
        assertThat(Mount.run(command, "-R", how, home(below).toString())).isTrue();
    }

    private boolean reachable() {
        return Mount.run(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "test",
                "-x",
                Distribution.top().resolve("bin/dromedial").toString());
    }

    /** F05, F20: neither a chunk of a file nor a request of such rows outgrows the heap. */
    @Test
    void rowsOf100000CharactersFitIntoASmallHeap() {
        Node node = world.start(site, "-Xmx160m").opened();
        world.load.dropWide(site, 1000, 100_000);
        ended(node, 0);
    }

    /** F09. */
    @Test
    void aFullTemporaryFolderStopsNothing() {
        try (Mount temp = Mount.in(folder.resolve("temp"), SMALL)) {
            temp.fill();
            Node node = world.start(site, "-Djava.io.tmpdir=" + folder.resolve("temp"))
                    .opened();
            world.load.drop(site, ROWS);
            String body = "[" + ("{\"x\":\"" + "y".repeat(100_000) + "\"},").repeat(30) + "{}]";
            assertThat(node.ask("POST", "/api/v1/requests?operation=" + Load.CALLS, body)
                            .statusCode())
                    .isEqualTo(202);
            ended(node, 0);
        }
    }

    /** F09. */
    @Test
    void aFullDiskUnderTheLogStopsNothing() {
        try (Mount logs = Mount.in(folder.resolve("logs"), SMALL)) {
            logs.fill();
            site.logTo(folder.resolve("logs/run.log"));
            Node node = world.start(site).opened();
            world.load.drop(site, ROWS);
            world.judged(0);
            assertThat(log()).isEmpty();
            logs.empty();
            world.load.drop(site, MORE);
            ended(node, 0);
            assertThat(log()).contains("Stopped.");
        }
    }

    /** F50: a pipe that is full and that nobody reads. */
    @Test
    void aLogThatNobodyReadsStopsNothing() throws IOException {
        Path pipe = folder.resolve("pipe");
        assertThat(Mount.run("mkfifo", pipe.toString())).isTrue();
        // open for both, so that nobody waits for the other end
        try (RandomAccessFile both = new RandomAccessFile(pipe.toFile(), "rw")) {
            both.write(new byte[60_000]);
            site.logTo(pipe);
            Node node = world.start(site).opened();
            for (int i = 0; i < 20; i++) {
                world.load.drop(site, 5);
            }
            ended(node, 0);
        }
    }

    /** F50. */
    @Test
    void aLogThatIsClosedStopsNothing() throws IOException {
        Path pipe = folder.resolve("pipe");
        assertThat(Mount.run("mkfifo", pipe.toString())).isTrue();
        site.logTo(pipe);
        Node node;
        try (RandomAccessFile reader = new RandomAccessFile(pipe.toFile(), "rw")) {
            node = world.start(site).opened();
            assertThat(reader.read()).isPositive();
        }
        world.load.drop(site, ROWS);
        ended(node, 0);
    }

    /** F11. */
    @Test
    void aDataFolderThatIsReadOnlyIsRefused() {
        try (Mount data = Mount.in(home("data"), "size=64m")) {
            assertThat(world.start(site).opened().terminate()).isZero();
            data.readOnly();
            Node refused = world.start(site);
            assertThat(refused.exit()).as(refused.log()).isEqualTo(REFUSED);
            assertThat(refused.log()).contains("data").containsAnyOf("Read-only", "read-only", "can't be written");
            data.writable();
            Node again = world.start(site).opened();
            world.load.drop(site, MORE);
            ended(again, 0);
        }
    }

    /** F10: one fsync that fails, or all from then on. */
    @ParameterizedTest
    @ValueSource(strings = {"fsync,fdatasync:error=EIO:when=3", "fsync,fdatasync:error=EIO:when=1+"})
    void aFailedFsyncEndsTheProcess(String inject) throws IOException {
        endsByTheDisk(inject, "fsync,fdatasync", List.of());
    }

    /** F10. */
    @ParameterizedTest
    @ValueSource(strings = {"write:error=EIO:when=5", "write:error=ENOSPC:when=5+"})
    void aFailedWriteEndsTheProcess(String inject) throws IOException {
        endsByTheDisk(
                inject, "write", List.of("-P", home("data/journal/journal.log").toString()));
    }

    private void endsByTheDisk(String inject, String trace, List<String> more) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "needs the Debian package strace");
        assumeTrue(mayLookIntoOthers(), "strace may not look into another process: run it as root");
        Node node = world.start(site).opened();
        world.load.drop(site, ROWS);
        world.untilReceived(ROWS / 4);
        Process strace = strace(node, inject, trace, more);
        try {
            world.load.drop(site, ROWS);
            world.until("it ends", () -> !node.alive());
        } finally {
            strace.destroy();
        }
        assertThat(node.exit()).as(node.log()).isEqualTo(FAILED);
        assertThat(log())
                .contains("the journal's disk does not keep what is written")
                .contains("then start again");
        Node next = world.start(site).opened();
        ended(next, Load.ON_THE_WIRE);
    }

    private static boolean mayLookIntoOthers() throws IOException {
        Path scope = Path.of("/proc/sys/kernel/yama/ptrace_scope");
        return "root".equals(System.getProperty("user.name"))
                || Files.exists(scope) && Files.readString(scope).strip().equals("0");
    }

    private Process strace(Node node, String inject, String trace, List<String> more) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null"));
        command.addAll(more);
        command.addAll(List.of("-e", "trace=" + trace, "-e", "inject=" + inject, "-p", String.valueOf(node.pid())));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            boolean over = process.waitFor(2, TimeUnit.SECONDS);
            // it also ends when the runtime does
            assertThat(over && !node.ended(5_000))
                    .as(() -> "strace went away: " + said(process))
                    .isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return process;
    }

    private static String said(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
