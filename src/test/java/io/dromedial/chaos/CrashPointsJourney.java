package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.simulator.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * F01, F05: the process ends at each named step in turn, at its first passages, and starts again. {@code -Dchaos.step}
 * names one of them.
 */
class CrashPointsJourney {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int KILLED = 137;
    private static final int OUT_OF_MEMORY = 3;
    /** A journal whose writer fails in the start can't be opened. */
    private static final int REFUSED = 2;

    private static final int ROWS = 20;
    private static final int SUBMISSIONS = 4;
    private static final String INVALID = "bad-%d,1,Hi,815050050080,en%n";

    @TempDir
    Path folder;

    private World world;
    private Aim aim;
    private Site site;
    private Load.File file;

    static Stream<Aim> aims() {
        String only = System.getProperty("chaos.step", "");
        return Aim.all().stream().filter(a -> only.isEmpty() || a.step().matches(only));
    }

    /** How a process is made to end, and whether it may go on all the same. */
    private enum End {
        CRASH("crash.at", KILLED, false),
        THROW("throw.at", 1, true),
        EXHAUST("exhaust.at", OUT_OF_MEMORY, false);

        private final String property;
        private final int exit;
        private final boolean mayGoOn;

        End(String property, int exit, boolean mayGoOn) {
            this.property = property;
            this.exit = exit;
            this.mayGoOn = mayGoOn;
        }
    }

    @Tag("chaos")
    @ParameterizedTest
    @MethodSource("aims")
    void losesAndDoublesNothing(Aim tried) {
        aim = tried;
        aim.each().forEach(passage -> life(passage, End.CRASH));
    }

    /** F05: an Error in whatever thread comes by. The process goes on, or ends; it does not stand still. */
    @Tag("chaos")
    @ParameterizedTest
    @MethodSource("aims")
    void standsNowhereStillWhenAThreadFails(Aim tried) {
        aim = tried;
        life(Math.min(2, aim.passages()), End.THROW);
    }

    /** F05. In the inbox nobody finds the file any more, and yet its rows are called before the next start. */
    @Test
    void opensAFileThatWasMovedWhenItsThreadFailed() {
        aim = Aim.all().stream()
                .filter(a -> a.step().equals("intake.file-moved"))
                .findFirst()
                .orElseThrow();
        life(1, End.THROW);
    }

    static Stream<Aim> consuming() {
        return aims().filter(a ->
                a.step().matches("intake.chunk-given|writer.committed|send.answered|callback.taken|files.moved"));
    }

    /** F05. */
    @Tag("chaos")
    @ParameterizedTest
    @MethodSource("consuming")
    void endsWhenThereIsNoMemoryLeft(Aim tried) {
        aim = tried;
        life(1, End.EXHAUST);
    }

    private void life(int passage, End end) {
        Path place = folder.resolve(String.valueOf(passage));
        try (World opened = new World(place)) {
            world = opened;
            site = World.single(world.site("home")).furnish();
            before();
            Node first = world.start(
                    site, "-D" + end.property + "=" + aim.step() + ":" + passage, end == End.EXHAUST ? "-Xmx300m" : "");
            meanwhile(first);
            Node second = next(first, end);
            after(second);
            Verdict verdict = world.judged(aim.doubted());
            assertThat(second.terminate()).as(second.log()).isZero();
            List<JournalEvidence.Doubt> doubted = JournalEvidence.doubted(JournalEvidence.hsqldb(site.root()));
            System.out.println(end + " " + aim + ", " + passage + (second == first ? ", goes on" : "")
                    + ": put in doubt " + doubted.size() + ", at the end " + verdict.inDoubt());
            assertThat(doubted).as("put in doubt by " + aim).hasSizeLessThanOrEqualTo(aim.doubted());
        } catch (AssertionError e) {
            throw new AssertionError(
                    "passage " + passage + " of " + aim + "; to run it again: -Dchaos.step=" + aim.step() + "\n"
                            + e.getMessage(),
                    e);
        }
        Folders.remove(place);
    }

    /** Waits for its end and starts another; the same one where it may go on and does. */
    private Node next(Node first, End end) {
        if (end.mayGoOn) {
            world.until(
                    aim + " is got over",
                    () -> !first.alive()
                            || isAtRestWithoutIt() && world.verdict().atRest()
                            || aim.doing() == Aim.Doing.SUBMISSIONS);
            if (first.alive()) {
                return first.opened();
            }
        }
        assertThat(first.ended(SOON.toMillis()))
                .as(aim + " is reached\n" + first.log())
                .isTrue();
        assertThat(first.exit()).as(aim + "\n" + first.log()).isIn(end.exit, end == End.THROW ? REFUSED : end.exit);
        return world.start(site).opened();
    }

    /** Whether rows on their way say that it was passed; what is forgotten had come to rest before, and fails the writer. */
    private boolean isAtRestWithoutIt() {
        return !world.load.rows().isEmpty() && aim.doing() != Aim.Doing.FORGETTING;
    }

    /** What is there when the process starts that will end at the step. */
    private void before() {
        switch (aim.doing()) {
            case CALLS, ENDING -> file = world.load.drop(site, Load.CALLS, ROWS, "");
            case CAMPAIGNS -> {
                // looked up is what nobody called back for
                site.set("dromedial.public-url", "http://127.0.0.1:9").configure();
                file = world.load.drop(site, Load.CAMPAIGNS, ROWS, "");
            }
            case BROKEN -> {
                file = world.load.drop(site, Load.CALLS, ROWS, "");
                site.drop(
                        Load.CALLS,
                        "broken",
                        "reference,phone,message,caller,language\nb-1,819049999991,Hi,815050050080,en\n"
                                + "b-2,\"819049999992,Hi,815050050080,en\n");
            }
            case REFUSED -> {
                world.simulator.faults().clear();
                world.simulator.faults().next(Load.CALLS, Fault.status(400));
                file = world.load.drop(site, Load.CALLS, ROWS, String.format(INVALID, 1) + String.format(INVALID, 2));
            }
            case RECOVERING -> {
                file = world.load.drop(site, Load.CALLS, ROWS, "");
                Node killed = world.start(site, "-Dcrash.at=send.left:2");
                assertThat(killed.exit()).isEqualTo(KILLED);
            }
            case FORGETTING -> forgetting();
            default -> {}
        }
    }

    private void forgetting() {
        file = world.load.drop(site, Load.CALLS, ROWS, "");
        Node node = world.start(site).opened();
        world.judged(0);
        assertThat(node.terminate()).isZero();
        try (Connection connection = DriverManager.getConnection(JournalEvidence.writable(site.root()));
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE request SET completed_at = completed_at - "
                    + Duration.ofDays(30).toMillis());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        site.set("dromedial.history.keep", "2d").configure();
    }

    private void meanwhile(Node node) {
        if (aim.doing() == Aim.Doing.ENDING) {
            node.opened();
            world.untilReceived(Aim.ON_THE_WIRE);
            node.terminate();
        } else if (aim.doing() == Aim.Doing.SUBMISSIONS) {
            node.opened();
            submissions(node);
        }
    }

    /** Each of them again and again until it is answered, or nobody is there to answer. */
    private static void submissions(Node node) {
        for (int i = 0; i < SUBMISSIONS; i++) {
            boolean answered = false;
            while (!answered && node.alive()) {
                try {
                    answered = node.submit("k-" + i, submission(i)) == 202;
                } catch (UncheckedIOException e) {
                    node.ended(50);
                }
            }
        }
    }

    private static String submission(int i) {
        List<String> records = new ArrayList<>();
        for (int n = 0; n < 2; n++) {
            records.add(String.format(
                    "{\"reference\":\"s-%d-%d\",\"phone\":\"8190477%02d%03d\",\"message\":\"Hi\","
                            + "\"caller\":\"815050050080\",\"language\":\"en\"}",
                    i, n, i, n));
        }
        records.add(String.format("{\"reference\":\"aside-%d\",\"phone\":\"1\",\"message\":\"Hi\"}", i));
        return "[" + String.join(",", records) + "]";
    }

    /** What has to be true besides once the next process runs. */
    private void after(Node node) {
        switch (aim.doing()) {
            case BROKEN -> setAsideOnce();
            case REFUSED -> deadLettersOnce();
            case SUBMISSIONS -> submittedOnce(node);
            case FORGETTING -> knownForEver();
            default -> {}
        }
    }

    private void setAsideOnce() {
        Path error = site.root().resolve("inbox/" + Load.CALLS + "/.error");
        world.until("the broken file is set aside", () -> Files.exists(error.resolve("broken.csv")));
        assertThat(Folders.files(error))
                .extracting(p -> p.getFileName().toString())
                .containsExactly("broken.csv", "broken.csv.error.txt");
        assertThat(times("9999991") + times("9999992")).isZero();
    }

    private void deadLettersOnce() {
        world.judged(aim.doubted());
        Path summary = site.results(Load.CALLS, file.name()).resolveSibling(file.name() + ".summary.json");
        world.until("the summary", () -> Files.exists(summary));
        List<String> aside = Results.setAside(file);
        assertThat(aside).contains("bad-1", "bad-2").doesNotHaveDuplicates();
        // refused were the five of one request, or none where nobody heard of it
        assertThat(aside.size() - 2).isIn(0, Aim.ON_THE_WIRE);
    }

    private void submittedOnce(Node node) {
        submissions(node);
        for (int i = 0; i < SUBMISSIONS; i++) {
            for (int n = 0; n < 2; n++) {
                String phone = String.format("8190477%02d%03d", i, n);
                world.until(phone + " is received", () -> times(phone.substring(2)) > 0);
            }
        }
        world.until("all is set aside", () -> dayFile().size() >= SUBMISSIONS);
        node.terminate();
        assertThat(dayFile()).hasSize(SUBMISSIONS).doesNotHaveDuplicates();
        for (int i = 0; i < SUBMISSIONS; i++) {
            assertThat(times(String.format("90477%02d000", i))).isEqualTo(1);
            assertThat(times(String.format("90477%02d001", i))).isEqualTo(1);
        }
        world.start(site).opened().terminate();
        assertThat(dayFile()).hasSize(SUBMISSIONS);
    }

    /** The rows that were set aside today, or yesterday where midnight came between. */
    private List<String> dayFile() {
        List<String> rows = new ArrayList<>();
        for (Path each : Folders.files(site.root().resolve("results/" + Load.CALLS))) {
            if (each.getFileName().toString().endsWith(".rejected.csv")) {
                try (Stream<String> lines = Files.lines(each)) {
                    lines.filter(l -> l.contains("aside-")).forEach(rows::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return rows;
    }

    /** The same references again are not sent, whatever is left of their records. */
    private void knownForEver() {
        long before = world.received();
        try {
            String text =
                    Files.readString(site.root().resolve("inbox/" + Load.CALLS + "/.done/" + file.name() + ".csv"));
            site.drop(Load.CALLS, "again", text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path rejected = site.rejected(Load.CALLS, "again");
        world.until(
                "all are duplicates",
                () -> Files.exists(rejected) && Files.readAllLines(rejected).size() == ROWS + 1);
        assertThat(world.received()).isEqualTo(before);
    }

    private long times(String ending) {
        return world.simulator.ledger().requests().stream()
                .flatMap(r -> r.recipients().stream())
                .filter(r -> r.digits().endsWith(ending))
                .count();
    }
}
