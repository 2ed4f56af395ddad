package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that dies, is slow, falls silent, or loses its word in the middle of a commit, under load. */
class DatabaseJourney {

    private static final String START = "SET state = 1";
    private static final String OUTCOME = "UPDATE request SET state = $";
    private static final int ROWS = 300;
    private static final int FEW = 50;

    @TempDir
    Path folder;

    private Postgres postgres;
    private FaultProxy proxy;
    private World world;
    private Node node;

    @BeforeEach
    void open() {
        postgres = new Postgres(folder);
        proxy = new FaultProxy(postgres.port());
        world = new World(folder);
        Site site = world.site("home")
                .set("dromedial.lease", "30s")
                .set("dromedial.datasource.url", Postgres.url(proxy.port()))
                .furnish();
        node = world.start(site).opened();
    }

    @AfterEach
    void close() {
        world.close();
        proxy.close();
        postgres.close();
    }

    private void underWay() {
        world.load.drop(node.site(), ROWS);
        world.untilReceived(ROWS / 4);
    }

    /** Nothing at all is in doubt as long as the runtime itself lives. */
    private void nothingHappened() {
        world.judged(0);
        assertThat(node.terminate()).isZero();
    }

    private static Predicate<List<String>> commitOf(String statement) {
        return statements -> statements.stream().anyMatch(s -> s.contains(statement));
    }

    /** F13. */
    @Test
    void losesItsWordInTheCommitOfAStart() {
        proxy.cutAtCommit(commitOf(START));
        world.load.drop(node.site(), FEW);
        world.until("three commits cut", () -> proxy.cuts() >= 3);
        proxy.pass();
        nothingHappened();
    }

    /** F14. */
    @Test
    @Tag("chaos")
    void losesItsWordInTheCommitOfAnOutcome() {
        underWay();
        proxy.cutAtCommit(commitOf(OUTCOME));
        world.until("three commits cut", () -> proxy.cuts() >= 3);
        proxy.pass();
        nothingHappened();
    }

    /** F12. */
    @Test
    @Tag("chaos")
    void isKilledAndComesBack() {
        underWay();
        postgres.kill();
        postgres.again();
        nothingHappened();
    }

    /** F12. */
    @Test
    @Tag("chaos")
    void isAwayWhileTheRuntimeIsKilledToo() {
        underWay();
        proxy.shut();
        node.killAfter(50);
        proxy.pass();
        node = world.start(node.site()).opened();
        world.judged(Load.ON_THE_WIRE);
    }

    /** F15: every answer of the database takes a fifth of a second, hundreds of callbacks repeat themselves meanwhile. */
    @Test
    @Tag("chaos")
    void isSlow() {
        underWay();
        proxy.slow(Duration.ofMillis(200));
        world.untilReceived(ROWS / 2);
        proxy.pass();
        nothingHappened();
    }

    private Connection another() throws SQLException {
        return DriverManager.getConnection(Postgres.url(postgres.port()));
    }

    private long number(String sql) {
        return new PostgresPlace(Postgres.url(postgres.port())).number(sql);
    }

    /** F15: three times the writer is the victim, since the other one has more patience. */
    @Test
    @Tag("chaos")
    void endsADeadlockAtItsExpense() throws SQLException {
        underWay();
        try (Connection other = another();
                Statement statement = other.createStatement()) {
            statement.execute("SET deadlock_timeout = '60s'");
            other.setAutoCommit(false);
            for (int i = 0; i < 3; i++) {
                statement.execute("LOCK TABLE history IN SHARE ROW EXCLUSIVE MODE");
                world.until("the writer waits", () -> number("SELECT COUNT(*) FROM pg_locks WHERE NOT granted") > 0);
                statement.execute("LOCK TABLE request IN SHARE ROW EXCLUSIVE MODE");
                other.rollback();
                world.load.drop(node.site(), FEW);
            }
        }
        world.until(
                "it is told", () -> number("SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'") >= 3);
        nothingHappened();
    }

    /** F15: every connection of the readers waits for a lock, and more are asked for. */
    @Test
    @Tag("chaos")
    void letsReadersWaitUntilTheirPoolIsUsedUp() throws SQLException {
        underWay();
        List<CompletableFuture<Integer>> asked = new ArrayList<>();
        try (Connection other = another();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE request IN ACCESS EXCLUSIVE MODE");
            for (int i = 0; i < 30; i++) {
                asked.add(CompletableFuture.supplyAsync(
                        () -> node.ask("GET", "/api/v1/requests?limit=1", "").statusCode(),
                        work -> new Thread(work).start()));
            }
            node.ended(10_000);
            other.rollback();
        }
        asked.forEach(a -> assertThat(a.join()).isEqualTo(200));
        nothingHappened();
    }

    /** F15: no connection can be had, since others have them all. */
    @Test
    @Tag("chaos")
    void hasNoConnectionLeft() throws SQLException {
        underWay();
        List<Connection> all = new ArrayList<>();
        try {
            proxy.shut();
            SQLException full = null;
            while (full == null) {
                try {
                    all.add(another());
                } catch (SQLException e) {
                    full = e;
                }
            }
            assertThat(full.getSQLState()).as("too many clients").isEqualTo("53300");
            proxy.pass();
            node.ended(5_000);
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
        nothingHappened();
    }

    /** F15: a statement that the writer needs is held up by a lock. */
    @Test
    @Tag("chaos")
    void isHeldUpByALock() throws SQLException {
        underWay();
        try (Connection other = another();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE request IN EXCLUSIVE MODE");
            node.ended(3_000);
            other.rollback();
        }
        nothingHappened();
    }

    /** F15: every answer takes five seconds; a transaction needs longer than the lease, and nothing is sent in it. */
    @Test
    @Tag("chaos")
    void isSoSlowThatNothingCanBeSent() {
        underWay();
        proxy.slow(Duration.ofSeconds(5));
        node.ended(60_000);
        proxy.pass();
        nothingHappened();
    }

    /** F16: longer than the driver waits for an answer, 30 s. */
    @Test
    @Tag("chaos")
    void fallsSilent() {
        underWay();
        proxy.silent();
        node.ended(40_000);
        proxy.pass();
        nothingHappened();
    }
}
