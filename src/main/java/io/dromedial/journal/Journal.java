package io.dromedial.journal;

import io.dromedial.record.Report;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * The durable journal, open. Everything that changes a record goes through the one writer; what a method returns is
 * durable by then. Reading is {@link #reading()}.
 */
public final class Journal implements AutoCloseable {

    private final JournalDatabase database;
    private final Clock clock;
    private final Duration lease;
    private final Function<String, Policy> policies;
    private final OperationNumbers operations = new OperationNumbers();
    private final Announcements announcements = new Announcements(operations);
    private final Writer writer;
    private final Ids ids;
    private final Submissions submissions;
    private final Nodes nodes;
    private final Decisions decisions;
    private final KnownRecords known;
    private Claims claims;
    private Looks looks;
    private Reports reports;
    private Tokens tokens;
    private final Membership node;
    private final OpenAttempts open = new OpenAttempts();

    private Journal(
            JournalDatabase database,
            Writer.Opener opener,
            Clock clock,
            Duration lease,
            Function<String, Policy> policies,
            String name) {
        this.database = database;
        this.clock = clock;
        this.lease = lease;
        this.policies = policies;
        this.writer = new Writer(opener, new TurningPoints(database, announcements, this::putBackUngiven));
        this.ids = new Ids(writer);
        this.known = new KnownRecords(database.dialect(), operations);
        this.submissions = new Submissions(operations, known, database.home());
        this.nodes = new Nodes(database.dialect(), policies, database.continuity());
        this.node = new Membership(nodes, database.dialect().shared(), clock, name);
        this.decisions = new Decisions(operations, known, policies);
    }

    /**
     * Opens the journal for one process and puts in doubt what an ended one was sending.
     *
     * @param policies how each operation retries, asked by name
     * @param name what this process is called in {@code node}
     */
    public static Journal open(
            JournalDatabase database, Clock clock, Duration lease, Function<String, Policy> policies, String name) {
        return open(database, database::openWriter, clock, lease, policies, name);
    }

    /** With a writer's connection that may be made to fail. */
    static Journal open(
            JournalDatabase database,
            Writer.Opener opener,
            Clock clock,
            Duration lease,
            Function<String, Policy> policies,
            String name) {
        Journal journal = new Journal(database, opener, clock, lease, policies, name);
        try {
            journal.writer.start();
            journal.enter();
            return journal;
        } catch (SQLException | RuntimeException e) {
            journal.abandon();
            throw new JournalRefused("the journal can't be written: " + e.getMessage(), e);
        }
    }

    private void enter() {
        byte[] key = now(tx -> Secrets.key(tx, clock.millis()));
        tokens = new Tokens(key);
        CallNumbers calls = new CallNumbers(key);
        join();
        claims = new Claims(database.dialect(), operations, tokens, calls, policies);
        looks = new Looks(database.dialect(), operations, tokens, calls, policies);
        reports = new Reports(operations, tokens, policies);
        now(tx -> nodes.buryDead(tx, node.id(), lease, clock.millis()));
        now(Submissions::withdrawn).forEach(this::remove);
    }

    private void join() {
        long fresh = ids.take(1);
        now(tx -> node.enter(tx, fresh));
    }

    public void listen(JournalListener listener) {
        announcements.add(listener);
    }

    public Tokens tokens() {
        return tokens;
    }

    /** What feeds have submitted. */
    public Feeds feeds() {
        return new Feeds(known, this::now, clock);
    }

    public Reading reading() {
        return new Reading(database.readers(), operations, database.home());
    }

    /** False while the database is away, or after it proved untrustworthy. */
    public boolean writable() {
        return writer.connected() && !node.fenced();
    }

    // ---- submitting

    /** Begins a batch whose rows become due together when it is opened. */
    public Batch beginHeld(Batch.Plan plan) {
        return begin(plan, Batch.Stage.FILLING);
    }

    /** Begins a batch whose rows become due as they are added. */
    public Batch begin(Batch.Plan plan) {
        return begin(plan, Batch.Stage.OPEN);
    }

    /** The open batch of that name, or a new one whose rows become due as they are added. */
    public Batch batchFor(Batch.Plan plan) {
        Optional<Batch> known = plan.name().flatMap(n -> reading().batch(plan.operation(), n));
        if (known.isEmpty()) {
            return begin(plan);
        }
        now(tx -> tx.update(
                "UPDATE batch SET stage = 2 WHERE id = ? AND stage = 3",
                known.get().id()));
        return known.get();
    }

    private Batch begin(Batch.Plan plan, Batch.Stage stage) {
        long id = ids.take(1);
        return now(tx -> submissions.begin(tx, id, plan, stage, node.id(), clock.millis()));
    }

    /**
     * What protects a submission against repeats.
     *
     * @param own how the references begin that were made for this very submission: if it is made again, its records are
     *     duplicates that nobody has to be told of; empty for none
     */
    public record Repeats(Duration window, String column, boolean allowed, String own) {
        public static final Repeats NONE = new Repeats(Duration.ZERO, "", false);

        public Repeats(Duration window, String column, boolean allowed) {
            this(window, column, allowed, "");
        }
    }

    /** Adds a chunk of a batch; the future ends when it is durable. Ids rise in the order of calls. */
    public CompletableFuture<Added> add(
            Batch batch, List<NewRecord> records, List<Reject> rejects, long rowsRead, Repeats repeats) {
        Chunk chunk = new Chunk(
                batch.operation(),
                batch.id(),
                ids.take(Math.max(1, records.size() + rejects.size())),
                records,
                rejects,
                rowsRead,
                repeats.window(),
                repeats.column(),
                repeats.allowed(),
                repeats.own());
        return writer.submit(tx -> submissions.add(tx, chunk, clock.millis()));
    }

    /** Keeps a live request that was answered at once, completed; the future ends with its number, when it is durable. */
    public CompletableFuture<Long> record(Batch batch, Answered answered) {
        long id = ids.take(1);
        return writer.submit(tx -> {
            submissions.record(tx, id, batch, answered, clock.millis());
            return id;
        });
    }

    /** The batch was read to its end: its rows become due. */
    public void open(Batch batch) {
        now(tx -> {
            submissions.open(tx, batch, clock.millis());
            return null;
        });
    }

    /** Takes a held batch back, as if it had never been: its file turned out to be still changing. */
    public void withdraw(Batch batch) {
        now(tx -> {
            submissions.withdraw(tx, batch.id());
            return null;
        });
        remove(batch.id());
    }

    private void remove(long batch) {
        boolean more;
        do {
            more = now(tx -> submissions.removeSome(tx, batch));
        } while (more);
    }

    // ---- delivery

    /** Settles and starts in one transaction; nothing is started by a process that was declared dead. */
    public CompletableFuture<Turn.Granted> turn(Turn turn) {
        return writer.submit(tx -> {
            long now = clock.millis();
            List<Settlement> settlements = turn.settlements();
            claims.settle(tx, settlements, now);
            open.ended(tx, settlements.stream().map(Settlement::started).toList());
            List<Turn.Wish> wishes = turn.wishes();
            boolean wanted = wishes.stream().anyMatch(w -> w.groups() > 0);
            if (!wanted || !node.mayStart(tx)) {
                return new Turn.Granted(List.of(), Long.MAX_VALUE);
            }
            Turn.Granted granted = claims.start(tx, wishes, node.id(), now);
            open.given(tx, granted.groups());
            return granted;
        });
    }

    /** Puts back what was started but provably never left this process. */
    public CompletableFuture<Integer> notSent(List<Started> started) {
        return writer.submit(tx -> {
            open.ended(tx, started);
            return decisions.notSent(tx, started, clock.millis());
        });
    }

    /**
     * A sign of life, and a look after those who give none; false if this process itself was declared dead, and has now
     * come back: what it had been sending is in doubt, everything else goes on.
     */
    public boolean heartbeat() {
        boolean alive = now(tx -> {
            boolean lives = node.alive(tx);
            nodes.buryDead(tx, node.id(), lease, clock.millis());
            if (database.dialect().shared()) {
                putBackUngiven(tx);
            }
            return lives;
        });
        if (!alive) {
            join();
            announcements.reconnected();
        }
        return alive;
    }

    // ---- reports

    /** Keeps a report, and moves its record if it names one that waits for it. */
    public CompletableFuture<Fate> report(Report report) {
        long id = ids.take(1);
        return writer.submit(tx -> reports.take(tx, id, report, clock.millis()));
    }

    /**
     * Records whose results are to be looked up now. Each is moved on to its next time before this returns, so that it
     * is not given twice.
     */
    public CompletableFuture<LookWish.Granted> looks(LookWish wish) {
        return writer.submit(tx -> looks.take(tx, wish, clock.millis()));
    }

    /** From now on the operation's results are looked up, also those that were accepted before; returns how many. */
    public int beginLooks(String operation) {
        return now(tx -> looks.begin(tx, operation, clock.millis()));
    }

    /** How long a result of the operation is waited for, and how it is looked up meanwhile. */
    public Policy policy(String operation) {
        return policies.apply(operation);
    }

    /** Gives up on results that did not come in time; returns how many records moved. */
    public int timeOut(String operation) {
        return now(tx -> decisions.timeOut(tx, operation, clock.millis()));
    }

    // ---- people

    public boolean cancel(long request) {
        return now(tx -> decisions.cancel(tx, request, clock.millis()));
    }

    /** Cancels what of a batch is still due; returns how many. */
    public int cancelBatch(long batch) {
        int all = 0;
        int some;
        do {
            some = now(tx -> decisions.cancelSome(tx, batch, clock.millis()));
            all += some;
        } while (some > 0);
        return all;
    }

    /** False if it is not one to send again, or its reference was meanwhile sent under another number. */
    public boolean redrive(long request, String note) {
        return now(tx -> decisions.redrive(tx, request, note, clock.millis()));
    }

    public boolean resolve(long request, boolean sent, String note) {
        return now(tx -> decisions.resolve(tx, request, sent, note, clock.millis()));
    }

    public void pause(Pause pause) {
        now(tx -> {
            Pauses.pause(tx, pause);
            return null;
        });
    }

    public boolean resume(String provider) {
        return now(tx -> Pauses.resume(tx, provider));
    }

    /** Of a journal that was restored: nothing of these is sent until a person says so; from then on it is ours. */
    public void holdBack(List<Pause> all) {
        now(tx -> {
            for (Pause each : all) {
                Pauses.pause(tx, each);
            }
            database.continuity().accept(tx);
            return null;
        });
    }

    public List<Pause> pauses() {
        return now(Pauses::all);
    }

    // ---- results

    /** Every record of the batch is settled and its files are written. */
    public void finish(long batch) {
        now(tx -> tx.update(
                "UPDATE batch SET stage = 3, finished_at = ? WHERE id = ? AND stage IN (1, 2)", clock.millis(), batch));
    }

    /** Where a consumer of results stands; begins at the start, or behind what is settled now. */
    public long cursor(String name, boolean fromNow) {
        return now(tx -> SettlingOrder.cursor(tx, name, fromNow));
    }

    public void moveCursor(String name, long seq) {
        now(tx -> tx.update("UPDATE result_cursor SET seq = ? WHERE name = ? AND seq < ?", seq, name, seq));
    }

    /** Takes away what settled before then; returns how many records. Slow on purpose: others write between. */
    public int forget(Instant before) {
        Retention retention = new Retention(database.dialect(), operations);
        Retention.Swept swept = Retention.Swept.NONE;
        while (swept.more()) {
            Retention.Swept from = swept;
            swept = now(tx -> retention.sweep(tx, from, before.toEpochMilli(), clock.millis()));
        }
        return swept.removed();
    }

    // ---- within

    /** A start whose commit nobody heard of was given to nobody. */
    private int putBackUngiven(Tx tx) throws SQLException {
        return nodes.putBackUngiven(tx, node.id(), open, clock.millis());
    }

    private <T> T now(Writer.Work<T> work) {
        try {
            return writer.submit(work).join();
        } catch (CompletionException e) {
            throw JournalLost.unwrap(e);
        }
    }

    /** Leaves in order: what is still marked as sending by this process is in doubt at the next start. */
    @Override
    public void close() {
        if (!writer.connected()) {
            abandon();
            return;
        }
        try {
            now(tx -> {
                node.leave(tx);
                return null;
            });
        } finally {
            writer.close();
            database.close();
        }
    }

    /** Lets go of everything without another word to the journal, as a process that ends at once would. */
    void abandon() {
        writer.close();
        database.abandon();
    }
}
