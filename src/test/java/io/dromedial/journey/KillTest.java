package io.dromedial.journey;

import static io.dromedial.journey.House.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.Recipient;
import io.dromedial.simulator.SimulatorOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A runtime that is killed again and again in the middle of its work. The provider's ledger, which nobody kills, says
 * what was called. A failing run is run again with {@code -Dkill.seed=}.
 */
class KillTest {

    private static final int GROUP = 10;
    private static final int IN_FLIGHT = 4;

    @TempDir
    Path folder;

    @Test
    void callsNobodyTwiceAndForgetsNobody() {
        new Run(2_000, 3, false, TestDatabase.HSQLDB).toTheEnd();
    }

    @Test
    @Tag("chaos")
    void callsNobodyTwiceAndForgetsNobodyInALongRun() {
        new Run(5_000, 10, false, TestDatabase.HSQLDB).toTheEnd();
    }

    @Test
    @Tag("chaos")
    void callbacksSettleWhatAKillPutInDoubt() {
        new Run(5_000, 10, true, TestDatabase.HSQLDB).toTheEnd();
    }

    @Test
    @Tag("chaos")
    void callsNobodyTwiceOnPostgres() {
        new Run(5_000, 10, false, TestDatabase.POSTGRESQL).toTheEnd();
    }

    private final class Run {
        private final int rows;
        private final int kills;
        private final boolean callbacks;
        private final TestDatabase database;
        private final long seed = Long.getLong("kill.seed", System.nanoTime());
        private final Random random = new Random(seed);

        Run(int rows, int kills, boolean callbacks, TestDatabase database) {
            this.rows = rows;
            this.kills = kills;
            this.callbacks = callbacks;
            this.database = database;
        }

        void toTheEnd() {
            String again = rows + " rows, " + kills + " kills; to run it again: mvn test -Dtest=KillTest -Dkill.seed="
                    + seed + "L";
            System.out.println(again);
            try (House house = house()) {
                Drop drop = house.drop(CALL, "killed", file());
                house.furnish();
                live(house);
                house.open();
                house.until("every record is settled or in doubt", () -> Files.exists(drop.summaryFile()));
                judge(house, drop);
            } catch (AssertionError e) {
                throw new AssertionError(again + "\n" + e.getMessage(), e);
            }
        }

        private House house() {
            SimulatorOptions.Builder options =
                    SimulatorOptions.builder().withoutMagic().callbackTries(100, Duration.ofMillis(100));
            House house = House.in(folder, database, callbacks ? options : options.withoutCallbacks());
            return house.set("voicenotify.call.group", String.valueOf(GROUP))
                    .set("voicenotify.max-in-flight", String.valueOf(IN_FLIGHT))
                    .set("voicenotify.rate", String.valueOf(rows / GROUP / 4))
                    .set("voicenotify.call.result-timeout", callbacks ? "20s" : "2s")
                    .set("dromedial.lease", "2s");
        }

        private String file() {
            StringBuilder text = new StringBuilder("reference,phone,message,caller,language\n");
            for (int i = 0; i < rows; i++) {
                text.append("k-").append(i).append(",81904").append(String.format("%07d", i));
                text.append(",Hi,815050050080,en\n");
            }
            return text.toString();
        }

        private void live(House house) {
            for (int i = 0; i < kills; i++) {
                Child child = Child.start(house);
                // now and then while it opens, mostly while it works
                long millis = random.nextInt(1200);
                if (random.nextInt(5) > 0) {
                    child.opened();
                }
                child.killAfter(millis);
                System.out.println("kill " + (i + 1) + " after " + millis + " ms, "
                        + house.simulator().ledger().recipients().size() + " calls so far");
            }
        }

        private void judge(House house, Drop drop) {
            Table results = drop.resultsNow();
            assertThat(new HashSet<>(results.column("reference"))).hasSize(rows);
            assertThat(results.size()).isEqualTo(rows);
            Map<String, Long> states = new HashMap<>();
            results.column("_state").forEach(s -> states.merge(s, 1L, Long::sum));
            System.out.println(states);
            assertThat(states.keySet()).isSubsetOf(Set.of("completed", "in_doubt"));
            assertThat(states.getOrDefault("in_doubt", 0L)).isLessThanOrEqualTo((long) kills * IN_FLIGHT * GROUP);
            assertThat(house.simulator().ledger().summary("phone").doubled()).isEmpty();
            Set<String> called = new HashSet<>();
            for (LedgerEntry.Arrived arrived : house.simulator().ledger().requests()) {
                arrived.recipients().stream().map(Recipient::digits).forEach(called::add);
            }
            for (int i = 0; i < results.size(); i++) {
                if (results.cell(i, "_state").equals("completed")) {
                    assertThat(called).contains(results.cell(i, "phone"));
                }
            }
            assertThat(results.column("phone")).containsAll(List.copyOf(called));
            if (callbacks) {
                assertThat(results.column("_disposition").stream().filter("answered"::equals))
                        .hasSize(called.size());
            }
            assertThat(Files.exists(drop.rejectedFile())).isFalse();
        }
    }
}
