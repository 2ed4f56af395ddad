package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A journal to try things on: a fresh database, a clock to turn, and short words for what tests do. */
public final class JournalFixture implements AutoCloseable {

    public static final String CALL = "acme.call";
    public static final Duration LEASE = Duration.ofSeconds(30);
    public static final Duration RESULT_TIMEOUT = Duration.ofHours(24);

    public final SettableClock clock = new SettableClock();
    public final TestDatabase database;
    public final Path home;
    public final String url;
    public Policy policy =
            new Policy(3, Duration.ofSeconds(1), Duration.ofMinutes(15), false, RESULT_TIMEOUT, () -> 0.999_999);
    /** What holds for every operation that is a ladder. */
    public Policy ladder = policy;

    public Journal journal;
    private long line;

    public JournalFixture(TestDatabase database) {
        this.database = database;
        try {
            home = Files.createTempDirectory("journal");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        url = database.freshUrl();
        database.furnish(home);
        journal = open("one");
    }

    /** Another process on the same database. */
    public Journal open(String name) {
        return Journal.open(
                database.open(home, url), clock, LEASE, o -> o.startsWith("ladder.") ? ladder : policy, name);
    }

    /** The process ends in order and the next one starts. */
    public void restart() {
        journal.close();
        journal = open("next");
    }

    /** The process is gone at once; where others share the database, its lease runs out. */
    public void crash() {
        journal.abandon();
        silence();
        journal = open("after the crash");
    }

    /** All processes have been silent for longer than their lease. */
    public void silence() {
        if (database == TestDatabase.POSTGRESQL) {
            sql("UPDATE node SET heartbeat = heartbeat - "
                    + LEASE.plusSeconds(1).toMillis());
        }
    }

    /** Nothing is written until this is closed. */
    public static final class Hold implements AutoCloseable {
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public void close() {
            end.countDown();
        }
    }

    /** Holds the writer up, as a slow database does. */
    public Hold hold() {
        Hold hold = new Hold();
        CountDownLatch begun = new CountDownLatch(1);
        journal.turn(new Turn() {
            @Override
            public List<Settlement> settlements() {
                begun.countDown();
                await(hold.end);
                return List.of();
            }

            @Override
            public List<Wish> wishes() {
                return List.of();
            }
        });
        await(begun);
        return hold;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void sql(String text) {
        try (Connection connection = DriverManager.getConnection(database.absolute(home, url));
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long number(String query) {
        try (Connection connection = DriverManager.getConnection(database.absolute(home, url));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- submitting

    public NewRecord record(String reference) {
        return record(reference, Optional.empty());
    }

    /** One that is to go at a time of its own. */
    public NewRecord record(String reference, Instant sendAt) {
        NewRecord r = record(reference);
        return new NewRecord(
                r.line(),
                reference,
                r.fields(),
                r.original(),
                r.fingerprint(),
                r.groupKey(),
                Optional.of(sendAt),
                r.expiresAt());
    }

    public NewRecord record(String reference, Optional<Fingerprint> fingerprint) {
        line++;
        return new NewRecord(
                line,
                reference,
                "{\"phone\":\"8190000" + line + "\",\"message\":\"hello\"}",
                "[\"8190000" + line + "\",\"hello\"]",
                fingerprint,
                0,
                Optional.empty(),
                Optional.empty());
    }

    public List<NewRecord> records(String... references) {
        return Arrays.stream(references).map(this::record).toList();
    }

    public static Batch.Plan plan(String name) {
        Optional<String> given = name.isEmpty() ? Optional.empty() : Optional.of(name);
        return new Batch.Plan(CALL, given, "file", List.of("phone", "message"), name + ".csv", "hash of " + name);
    }

    /** Submits records that are due at once. */
    public List<Long> submit(String... references) {
        Batch batch = journal.begin(plan(""));
        add(batch, records(references));
        return ids(batch);
    }

    public Added add(Batch batch, List<NewRecord> records) {
        return add(batch, records, List.of());
    }

    public Added add(Batch batch, List<NewRecord> records, List<Reject> rejects) {
        return journal.add(batch, records, rejects, line, Journal.Repeats.NONE).join();
    }

    public List<Long> ids(Batch batch) {
        List<Long> ids = new ArrayList<>();
        try {
            journal.reading().batchRecords(batch.id(), v -> ids.add(v.id()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids;
    }

    // ---- delivering

    /** Starts up to so many requests of one record each. */
    public List<Started> start(int groups) {
        return start(journal, groups);
    }

    public List<Started> start(Journal by, int groups) {
        return exchange(by, List.of(), groups, 1).groups().stream()
                .flatMap(List::stream)
                .toList();
    }

    public Turn.Granted exchange(Journal by, List<Settlement> settlements, int groups, int size) {
        Turn.Granted granted = by.turn(turn(settlements, groups, size)).join();
        granted.groups().forEach(by.recorder()::leaves);
        return granted;
    }

    /** Groups in the order of the candidates. */
    public static Turn turn(List<Settlement> settlements, int groups, int size) {
        return turn(CALL, settlements, groups, size);
    }

    public static Turn turn(String operation, List<Settlement> settlements, int groups) {
        return turn(operation, settlements, groups, 1);
    }

    private static Turn turn(String operation, List<Settlement> settlements, int groups, int size) {
        return new Turn() {
            @Override
            public List<Settlement> settlements() {
                return settlements;
            }

            @Override
            public List<Wish> wishes() {
                return List.of(new Wish(operation, groups, size, JournalFixture::inOrder));
            }
        };
    }

    static List<List<Candidate>> inOrder(List<Candidate> candidates, int groups, int size) {
        List<List<Candidate>> all = new ArrayList<>();
        for (int i = 0; i < candidates.size() && all.size() < groups; i += size) {
            all.add(candidates.subList(i, Math.min(i + size, candidates.size())));
        }
        return all;
    }

    public void settle(Started started, Outcome outcome) {
        settle(journal, started, outcome);
    }

    public void settle(Journal by, Started started, Outcome outcome) {
        exchange(by, List.of(new Settlement(started, outcome)), 0, 1);
    }

    /** Starts the one record that is due and tells what its attempt came to. */
    public Started attempt(Outcome outcome) {
        List<Started> started = start(1);
        if (started.isEmpty()) {
            throw new AssertionError("nothing is due");
        }
        settle(started.get(0), outcome);
        return started.get(0);
    }

    public Fate report(Started started, boolean isFinal, String code) {
        return report(started.token(), isFinal, code);
    }

    public Fate report(String token, boolean isFinal, String code) {
        Result result = new Result("", code, isFinal ? "answered" : "", "", Map.of("code", code));
        return journal.report(new Report(CALL, token, "", isFinal, result, "callback", "code=" + code))
                .join();
    }

    // ---- looking

    public RecordView view(long id) {
        return journal.reading().request(id).orElseThrow();
    }

    public void finish(long batch) {
        assertThat(journal.finish(journal.reading().batch(batch).orElseThrow(), () -> true))
                .isTrue();
    }

    public State state(long id) {
        return view(id).standing().state();
    }

    public State state(Started started) {
        return state(started.id());
    }

    public List<String> told(long id) {
        return journal.reading().history(id).stream()
                .map(h -> h.kind() + " " + h.attempt() + " " + h.state().word())
                .toList();
    }

    @Override
    public void close() {
        try {
            journal.close();
        } finally {
            deleteHome();
        }
    }

    private void deleteHome() {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
