package io.dromedial.journey;

import static io.dromedial.journey.House.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.TestDatabase;
import io.dromedial.record.State;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.Recipient;
import io.dromedial.simulator.SimulatorOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ladder whose runtime is killed again and again: every row gets as many calls and messages as its endings ask for,
 * and never one more. A failing run is run again with {@code -Dkill.seed=}.
 */
class LadderKillTest {

    private static final String LADDER = "ladder.urgent";
    private static final String SMS = "voitex.sms";
    private static final List<String> ENDINGS = List.of("9200", "8400", "9408");
    /** How many calls and messages each ending asks for: answered, refused, twice not answered. */
    private static final Map<String, List<Integer>> WANTED =
            Map.of("9200", List.of(1, 0), "8400", List.of(0, 1), "9408", List.of(2, 1));

    @TempDir
    Path folder;

    @Test
    void makesNoStepTwice() {
        run(TestDatabase.HSQLDB, 240, 3);
    }

    @Test
    @Tag("chaos")
    void makesNoStepTwiceInALongRun() {
        run(TestDatabase.HSQLDB, 1500, 10);
    }

    @Test
    @Tag("chaos")
    void makesNoStepTwiceOnPostgres() {
        run(TestDatabase.POSTGRESQL, 1500, 10);
    }

    private void run(TestDatabase database, int rows, int kills) {
        long seed = Long.getLong("kill.seed", System.nanoTime());
        String again = "to run it again: mvn test -Dtest=LadderKillTest -Dkill.seed=" + seed + "L";
        System.out.println(again);
        try (House house = house(database)) {
            Drop drop = house.drop(LADDER, "killed", file(rows));
            house.furnish();
            live(house, rows, kills, new Random(seed));
            house.open();
            house.until("no answer and no callback is awaited", () -> nothingIsAwaited(house));
            house.stop();
            house.set("voicenotify.call.result-timeout", "1s").open();
            house.until("what stays in doubt is given up", () -> Files.exists(drop.summaryFile()));
            judge(house, drop, rows);
        } catch (AssertionError e) {
            throw new AssertionError(again + "\n" + e.getMessage(), e);
        }
    }

    private House house(TestDatabase database) {
        SimulatorOptions.Builder options = SimulatorOptions.builder().callbackTries(100, Duration.ofMillis(100));
        return House.in(folder, database, options)
                .set("voicenotify.rate", "80")
                // however long a start takes, no callback comes too late
                .set("voicenotify.call.result-timeout", "1h")
                .set("voitex.rate", "60")
                .set("voitex.sms.result-timeout", "1s")
                .set("dromedial.lease", "2s")
                .set("ladder.urgent.steps", "voicenotify.call, voitex.sms")
                .set("ladder.urgent.redial.no_answer", "100ms x1")
                .set("ladder.urgent.on.no_answer", "next")
                .set("ladder.urgent.default.language", "en");
    }

    private static String file(int rows) {
        StringBuilder text = new StringBuilder("reference,to,from,message\n");
        for (int i = 0; i < rows; i++) {
            String to = "+1845" + (200 + i / ENDINGS.size()) + ENDINGS.get(i % ENDINGS.size());
            text.append("k-").append(i).append(',').append(to).append(",+18459511000,Hi\n");
        }
        return text.toString();
    }

    private static void live(House house, int rows, int kills, Random random) {
        for (int i = 0; i < kills; i++) {
            Child child = Child.start(house).opened();
            int wanted = requests(house) + random.nextInt(rows / kills);
            house.until(wanted + " requests", () -> requests(house) >= wanted);
            child.killAfter(random.nextInt(30));
        }
    }

    private static boolean nothingIsAwaited(House house) {
        Set<State> over = Set.of(State.COMPLETED, State.IN_DOUBT);
        return calledBack(house)
                && Stream.of(CALL, SMS)
                        .allMatch(o -> over.containsAll(
                                house.reading().countsOfOperation(o).keySet()));
    }

    /** The provider calls back once for each call. */
    private static boolean calledBack(House house) {
        long calls = house.simulator().ledger().requests().stream()
                .filter(r -> r.processed() && r.operation().equals(CALL))
                .flatMap(r -> r.recipients().stream())
                .filter(Recipient::placed)
                .count();
        long heard = house.simulator().ledger().callbacks().stream()
                .filter(c -> c.status() == 200)
                .count();
        return heard == calls;
    }

    private static int requests(House house) {
        return house.simulator().ledger().requests().size();
    }

    private static void judge(House house, Drop drop, int rows) {
        Table results = drop.resultsNow();
        assertThat(results.size()).isEqualTo(rows);
        assertThat(Set.copyOf(results.column("_state"))).isSubsetOf(Set.of("completed", "in_doubt"));
        for (int i = 0; i < rows; i++) {
            String to = results.cell(i, "to").substring(2);
            boolean over = results.cell(i, "_state").equals("completed");
            int calls = placed(house, CALL, to);
            int messages = placed(house, SMS, to);
            List<Integer> made = List.of(calls, messages);
            String ending = ENDINGS.get(i % ENDINGS.size());
            if (over) {
                assertThat(made)
                        .as("row " + i + ", " + ending + ", ended as " + results.cell(i, "_disposition"))
                        .isEqualTo(WANTED.get(ending));
            } else {
                assertThat(calls)
                        .as("row " + i)
                        .isLessThanOrEqualTo(WANTED.get(ending).get(0));
                assertThat(messages)
                        .as("row " + i)
                        .isLessThanOrEqualTo(WANTED.get(ending).get(1));
            }
        }
    }

    /** How many calls or messages the provider took for that number. */
    private static int placed(House house, String operation, String to) {
        int placed = 0;
        for (LedgerEntry.Arrived request : house.simulator().ledger().requests()) {
            for (Recipient r : request.recipients()) {
                boolean same = r.placed() && r.digits().endsWith(to);
                placed += same && request.processed() && request.operation().equals(operation) ? 1 : 0;
            }
        }
        return placed;
    }
}
