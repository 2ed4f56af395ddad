package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes in which transaction, and in which order. */
class WriterTest {

    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> open = new CompletableFuture<>();
    private final Writer writer = new Writer(
            () -> DriverManager.getConnection("jdbc:hsqldb:mem:writer"), new Flights(Dialect.HSQLDB), new Owner());

    private final class Owner implements Writer.Owner {
        @Override
        public void beforeCommit(Tx tx) {
            done.add("commit");
        }

        @Override
        public void checkCommit() {
            // it is kept
        }

        @Override
        public void checkFailure(SQLException failure) {
            // there is none
        }

        @Override
        public void reconnected(Tx tx) {
            done.add("reconnected");
        }

        @Override
        public void lost(JournalLost why) {
            done.add("lost");
        }
    }

    @BeforeEach
    void start() throws SQLException {
        writer.start();
    }

    @AfterEach
    void end() {
        writer.close();
    }

    private Writer.Work<String> work(String name) {
        return tx -> {
            done.add(name);
            return name;
        };
    }

    private static Writer.Work<Void> untilLater() {
        return tx -> {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1001);
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            return null;
        };
    }

    /** All of it waits by the time that anything is begun. */
    private void together(Runnable submissions) {
        writer.submit(tx -> {
            begun.complete(null);
            return open.orTimeout(60, TimeUnit.SECONDS).join();
        });
        begun.orTimeout(60, TimeUnit.SECONDS).join();
        submissions.run();
        open.complete(null);
        writer.now(work("end"));
        writer.now(tx -> null);
    }

    @Test
    void whatWaitsIsOneTransaction() {
        together(() -> List.of("a", "b").forEach(n -> writer.submit(work(n))));
        assertThat(done).containsSubsequence("a", "b", "commit");
        assertThat(done.subList(done.indexOf("a"), done.indexOf("b"))).doesNotContain("commit");
    }

    @Test
    void whatPressesGoesFirst() {
        together(() -> {
            List.of("a", "b").forEach(n -> writer.submit(work(n)));
            writer.submitFirst(work("first"));
        });
        assertThat(done).containsSubsequence("first", "a", "b");
    }

    /** So that a lease is not lost while hundreds of callbacks are written down. */
    @Test
    void whereItIsSlowATransactionEndsSooner() {
        together(() -> {
            writer.submit(untilLater());
            List.of("a", "b").forEach(n -> writer.submit(work(n)));
        });
        assertThat(done.subList(0, done.indexOf("a"))).as("a transaction each").hasSize(2);
        assertThat(done).containsSubsequence("a", "b", "end");
    }

    @Test
    void whatIsSlowItselfAndPressesLeavesRoomForTheRest() {
        together(() -> {
            writer.submit(work("a"));
            writer.submitFirst(untilLater());
        });
        assertThat(done.subList(0, done.indexOf("a"))).containsExactly("commit");
    }
}
