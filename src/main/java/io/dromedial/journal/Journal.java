package io.dromedial.journal;

import io.dromedial.record.Report;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The durable journal, open. Everything that changes a record goes through the one writer; what a method returns is
 * durable by then. Reading is {@link #reading()}.
 */
public final class Journal extends Desk implements AutoCloseable {

    private final JournalDatabase database;
    private final Duration lease;
    private final Function<String, Policy> policies;
    private final OperationNumbers operations = new OperationNumbers();
    private final Announcements announcements = new Announcements(operations);
    private final Writer writer;
    private final Ids ids;
    private final Submissions submissions;
    private final Nodes nodes;
    private final FlightRecorder recorder;
    private Recovery recovery;
    private final Decisions decisions;
    private final KnownRecords known;
    private final Clearances clearances;
    private final Rungs rungs;
    private Claims claims;
    private Looks looks;
    private Reports reports;
    private Tokens tokens;
    private Receipts receipts;
    private final Membership node;
    private final Flights flights;

    private Journal(
            JournalDatabase database,
            Writer.Opener opener,
            Clock clock,
            Duration lease,
            Function<String, Policy> policies,
            String name) {
        super(clock);
        this.database = database;
        this.lease = lease;
        this.policies = policies;
        this.flights = new Flights(database.dialect());
        this.writer = new Writer(
                opener,
                flights,
                new TurningPoints(database, announcements, tx -> clearances().giveBack(tx), this::reconnected));
        this.ids = new Ids(writer);
        this.known = new KnownRecords(database.dialect(), database.prints(), operations);
        this.rungs = new Rungs(operations, policies);
        this.submissions = new Submissions(operations, known, rungs, database.home());
        this.nodes = new Nodes(database.dialect(), database.continuity(), SharedClock.follower(clock));
        this.node = new Membership(nodes, database.dialect().shared(), clock, name);
        this.recorder = FlightRecorder.open(database.recorders());
        this.decisions = new Decisions(operations, known, policies);
        this.clearances = new Clearances(database.dialect(), operations, this::now, clock);
    }

    /**
     * Opens the journal for one process and puts in doubt what an ended one was sending.
     *
     * @param policies how each operation retries, asked by name
     * @param name what this process is called in {@code node}
     */
    public static Journal open(
            JournalDatabase database, Clock clock, Duration lease, Function<String, Policy> policies, String name) {
        return open(database, () -> database.openWriter(lease), clock, lease, policies, name);
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
        tokens = new Tokens(database.dialect().shared() ? lease.multipliedBy(2) : Duration.ZERO);
        CallNumbers calls = new CallNumbers(now(tx -> tokens.read(tx, clock.millis())));
        prints().enter(this::now);
        join();
        receipts = new Receipts(this::now, clock, node::id);
        Aftermath aftermath = new Aftermath(rungs, clearances.doNotCall(), policies);
        claims = new Claims(database.dialect(), operations, tokens, calls, policies, clearances, aftermath);
        looks = new Looks(database.dialect(), operations, tokens, calls, policies);
        reports = new Reports(operations, known, tokens, policies, aftermath);
        now(Rungs::nameStarts);
        recovery = new Recovery(recorder.past(), claims, decisions, operations, policies, aftermath);
        now(tx -> nodes.buryDead(tx, node.id(), lease, recovery, clock.millis()));
        now(tx -> recovery.endDoubts(tx, clock.millis()));
        recovery = new Recovery(FlightPast.NONE, claims, decisions, operations, policies, aftermath);
        recorder.begin(node.id());
        now(Submissions::withdrawn).forEach(this::remove);
    }

    private void join() {
        long fresh = ids.take(1);
        now(tx -> node.enter(tx, fresh));
    }

    /** What is to be told of requests while they are on their way, to be remembered if this process ends suddenly. */
    public FlightRecorder recorder() {
        return recorder;
    }

    public void listen(JournalListener listener) {
        announcements.add(listener);
    }

    @Override
    public Tokens tokens() {
        return tokens;
    }

    public Feeds feeds() {
        return new Feeds(known, this::now, clock);
    }

    /** What a record must pass right before it is sent. */
    public Clearances clearances() {
        return clearances;
    }

    /** Submissions that were made under a key of the caller's. */
    public Receipts receipts() {
        return receipts;
    }

    /** Whether this node does what only one of several does at a time: until it leaves or is declared dead. */
    public boolean turn(String name) {
        return !database.dialect().shared() || now(tx -> node.alive(tx) && Turns.take(tx, name, node.id()));
    }

    public Reading reading() {
        return new Reading(database.readers(), operations, prints(), flights, database.home());
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
        return add(batch, records, rejects, rowsRead, repeats, Receipt.Step.NONE);
    }

    /** With what a submission's receipt gets to know of it, in the same transaction. */
    public CompletableFuture<Added> add(
            Batch batch, List<NewRecord> records, List<Reject> rejects, long rows, Repeats repeats, Receipt.Step step) {
        long firstId = ids.take(Math.max(1, records.size() + rejects.size()));
        Chunk chunk = Chunk.of(batch, firstId, records, rejects, rows, repeats);
        return writer.submit(tx -> step.taken(tx, chunk, submissions.add(tx, chunk, clock.millis()), clock.millis()));
    }

    /** Keeps a live request that was answered at once, completed; the future ends with its number, when it is durable. */
    public CompletableFuture<Long> record(Batch batch, Answered answered) {
        long id = ids.take(1);
        return writer.submitFirst(tx -> {
            submissions.record(tx, id, batch, answered, clock.millis());
            return id;
        });
    }

    /** The batch was read to its end: its rows become due. */
    public void open(Batch batch) {
        now(tx -> submissions.open(tx, batch, clock.millis()));
    }

    /** Takes a held batch back, as if it had never been: its file turned out to be still changing. */
    public void withdraw(Batch batch) {
        now(tx -> submissions.withdraw(tx, batch.id()));
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
        return writer.submitFirst(tx -> {
            long now = clock.millis();
            List<Settlement> settlements = turn.settlements();
            claims.settle(tx, settlements, now);
            end(tx, settlements.stream().map(Settlement::started).toList());
            List<Turn.Wish> wishes = turn.wishes();
            boolean wanted = wishes.stream().anyMatch(w -> w.groups() > 0);
            if (!wanted || !node.mayStart(tx)) {
                return new Turn.Granted(List.of(), Long.MAX_VALUE);
            }
            return recorder.begin(tx, claims.start(tx, wishes, node.id(), now));
        });
    }

    private void end(Tx tx, List<Started> ended) throws SQLException {
        Set<Long> calls = Claims.end(tx, ended);
        tx.afterCommit(() -> recorder.ended(calls));
    }

    /** Puts back what was started but provably never left this process. */
    public CompletableFuture<Integer> notSent(List<Started> started) {
        return writer.submit(tx -> {
            int back = decisions.notSent(tx, started, clock.millis());
            end(tx, started);
            return back;
        });
    }

    /**
     * A sign of life, and a look after those who give none; false if this process itself was declared dead, and has now
     * come back: what it had been sending is in doubt, everything else goes on.
     */
    public boolean heartbeat() {
        boolean alive = writer.nowFirst(tx -> {
            boolean lives = node.alive(tx);
            nodes.buryDead(tx, node.id(), lease, recovery, clock.millis());
            clearances.tend(tx);
            tokens.read(tx, clock.millis());
            if (database.dialect().shared()) {
                putBackUngiven(tx);
            }
            return lives;
        });
        if (!alive) {
            join();
            recorder.continueAs(node.id());
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

    /** What the operation waits for is looked up and given up as configuration says now; returns how many this moves. */
    public int beginWaiting(String operation) {
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

    /** Takes records that wait on a step of a ladder whose provider is away since then on to the next; how many. */
    public int passOver(String operation, long since) {
        return now(tx -> rungs.passOver(tx, operation, since, clock.millis()));
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

    // ---- results

    /** Every record of the batch, as it was read, is settled and its files are written; false if it went on since. */
    public boolean finish(Batch batch, BooleanSupplier unchanged) {
        return now(tx -> unchanged.getAsBoolean() && submissions.finish(tx, batch, clock.millis()));
    }

    /** Where a consumer of results stands; begins at the start, or behind what is settled now. */
    public long cursor(String name, boolean fromNow) {
        return now(tx -> SettlingOrder.cursor(tx, name, fromNow));
    }

    public void moveCursor(String name, long seq) {
        now(tx -> tx.update("UPDATE result_cursor SET seq = ? WHERE name = ? AND seq < ?", seq, name, seq));
    }

    /** Takes away what settled before then; returns how many records. */
    public int forget(Instant before) {
        return new Retention(known, operations).forget(this::now, before.toEpochMilli(), clock);
    }

    private void reconnected(Tx tx) throws SQLException {
        prints().reconnected(tx);
        putBackUngiven(tx);
    }

    private void putBackUngiven(Tx tx) throws SQLException {
        nodes.putBackUngiven(tx, node.id(), clock.millis());
    }

    Prints prints() {
        return known.prints();
    }

    @Override
    Decisions decisions() {
        return decisions;
    }

    @Override
    <T> T now(Writer.Work<T> work) {
        return writer.now(work);
    }

    /** Leaves in order: what is still marked as sending by this process is in doubt at the next start. */
    @Override
    public void close() {
        if (!writer.connected()) {
            abandon();
            return;
        }
        try {
            now(node::leave);
        } finally {
            writer.close();
            recorder.close();
            prints().close();
            database.close();
        }
    }

    /** Lets go of everything without another word to the journal, as a process that ends at once would. */
    void abandon() {
        writer.close();
        recorder.close();
        database.abandon();
    }
}
