package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Outcome;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import io.dromedial.record.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One random life of a journal beside its model; everything in it follows from the seed. */
final class ModelRun implements AutoCloseable {

    private static final long WAIT = 7_000;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(9);
    private static final Duration REDIAL_AFTER = Duration.ofSeconds(11);
    private static final Reading.Filter ALL =
            new Reading.Filter(Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty());
    private final long seed;
    private final Random random;
    private final JournalFixture f;
    private final JournalModel model;
    private final Map<Long, Batch> batches = new TreeMap<>();
    /** Every attempt that was ever given, also to processes that are gone. */
    private final List<Started> given = new ArrayList<>();

    private final List<String> steps = new ArrayList<>();
    private int line;

    ModelRun(TestDatabase database, long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.f = new JournalFixture(database);
        boolean resend = random.nextInt(4) == 0;
        int most = 1 + random.nextInt(4);
        Duration result = JournalFixture.RESULT_TIMEOUT;
        f.policy = new Policy(most, Duration.ofMillis(WAIT), Duration.ofMillis(WAIT), resend, result, () -> 1.0);
        boolean looks = random.nextInt(2) == 0;
        if (looks) {
            f.policy = f.policy.with(new Polling(LOOK_EVERY, LOOK_EVERY));
        }
        int redials = random.nextInt(4);
        if (redials > 0) {
            Redial busy = new Redial(REDIAL_AFTER, redials);
            f.policy = f.policy.with(new Course(Map.of("busy", busy), Map.of(), Optional.empty(), Set.of()));
        }
        this.model = new JournalModel(
                most,
                resend,
                WAIT,
                result.toMillis(),
                looks ? LOOK_EVERY.toMillis() : 0,
                redials,
                REDIAL_AFTER.toMillis());
    }

    void live(int length) {
        while (steps.size() < length) {
            try {
                step();
                compare();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        f.database + ", seed " + seed + "L, goes wrong at step " + steps.size() + ":\n"
                                + String.join("\n", steps) + "\n" + e.getMessage(),
                        e);
            }
        }
    }

    private long now() {
        return f.clock.millis();
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 14) {
            submit(random.nextBoolean());
        } else if (dice < 34) {
            start();
        } else if (dice < 56) {
            settle();
        } else if (dice < 62) {
            report();
        } else if (dice < 68) {
            look();
        } else if (dice < 76) {
            turnClock();
        } else if (dice < 80) {
            process();
        } else if (dice < 86) {
            heldBatch();
        } else {
            person();
        }
    }

    private <T> T did(String what, Supplier<T> action) {
        steps.add(what);
        return action.get();
    }

    // ---- submitting

    private void submit(boolean hold) {
        Batch batch = did("begin a batch", () -> {
            Batch.Plan plan = JournalFixture.plan(random.nextBoolean() ? "" : "b" + random.nextInt(3));
            return hold ? f.journal.beginHeld(plan) : f.journal.begin(plan);
        });
        batches.put(batch.id(), batch);
        if (hold) {
            model.held.add(batch.id());
        }
        add(batch);
    }

    private void add(Batch batch) {
        List<NewRecord> records = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            records.add(newRecord());
        }
        Added added = did(
                "add to batch " + batch.id() + " "
                        + records.stream().map(NewRecord::reference).toList(),
                () -> f.add(batch, records));
        int taken = 0;
        List<RecordView> views = f.journal.reading().requests(ofBatch(batch), 0, 1000);
        for (NewRecord r : records) {
            if (!model.knows(r.reference())) {
                taken++;
                RecordView view = views.stream()
                        .filter(v -> v.line() == r.line())
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("line " + r.line() + " is missing"));
                model.add(born(view.id(), batch, r));
            }
        }
        assertThat(added.accepted()).isEqualTo(taken);
        assertThat(added.duplicates()).hasSize(records.size() - taken);
    }

    private static Reading.Filter ofBatch(Batch batch) {
        return new Reading.Filter(Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.of(batch.id()));
    }

    private NewRecord newRecord() {
        line++;
        String reference = random.nextInt(3) == 0 ? "" : "r" + random.nextInt(25);
        Optional<Instant> sendAt = random.nextInt(6) == 0
                ? Optional.of(f.clock.instant().plusSeconds(random.nextInt(20)))
                : Optional.empty();
        Optional<Instant> expiresAt = random.nextInt(6) == 0
                ? Optional.of(f.clock.instant().plusSeconds(random.nextInt(40)))
                : Optional.empty();
        return new NewRecord(line, reference, "{\"n\":\"" + line + "\"}", "", Optional.empty(), 0, sendAt, expiresAt);
    }

    private ModelRecord born(long id, Batch batch, NewRecord r) {
        long sendAt = r.sendAt().map(Instant::toEpochMilli).orElse(0L);
        long due = model.held.contains(batch.id()) ? Lane.ofBatch(batch.id()) : Math.max(now(), sendAt);
        String reference = r.reference();
        return new ModelRecord(
                id,
                batch.id(),
                reference,
                due,
                sendAt,
                r.expiresAt().map(Instant::toEpochMilli).orElse(0L));
    }

    private void heldBatch() {
        if (model.held.isEmpty()) {
            return;
        }
        long id = pick(new ArrayList<>(model.held));
        Batch batch = batches.get(id);
        int dice = random.nextInt(3);
        if (dice == 0) {
            add(batch);
        } else if (dice == 1) {
            did("open batch " + id, () -> {
                f.journal.open(batch);
                return null;
            });
            model.open(id);
        } else {
            withdraw(batch);
        }
    }

    private void withdraw(Batch batch) {
        boolean untouched = model.records.values().stream().noneMatch(r -> r.batch == batch.id() && r.settledTimes > 0);
        if (untouched) {
            did("withdraw batch " + batch.id(), () -> {
                f.journal.withdraw(batch);
                return null;
            });
            model.withdraw(batch.id());
        }
    }

    // ---- attempts

    private void start() {
        int room = 1 + random.nextInt(6);
        int size = 1 + random.nextInt(2);
        Turn.Granted granted = did("start " + room + " of " + size, () -> f.exchange(f.journal, List.of(), room, size));
        remember(granted, room * size);
    }

    private void remember(Turn.Granted granted, int room) {
        List<Started> started = granted.groups().stream().flatMap(List::stream).toList();
        for (Started s : started) {
            State before = model.records.get(s.id()).state;
            assertThat(before).as("state of #" + s.id() + " before it was sent").isEqualTo(State.DUE);
        }
        List<Long> expected = model.start(room, now());
        assertThat(started).extracting(Started::id).containsExactlyElementsOf(expected);
        given.addAll(started);
    }

    private void settle() {
        if (given.isEmpty()) {
            return;
        }
        List<Settlement> settlements = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            settlements.add(new Settlement(someAttempt(), outcome()));
        }
        int room = random.nextInt(4);
        Turn.Granted granted = did(
                "settle " + words(settlements) + " and start " + room,
                () -> f.exchange(f.journal, settlements, room, 1));
        for (Settlement s : settlements) {
            if (model.records.containsKey(s.started().id())) {
                model.outcome(s.started().id(), s.started().attempt(), s.outcome(), now());
            }
        }
        remember(granted, room);
    }

    private static List<String> words(List<Settlement> settlements) {
        return settlements.stream()
                .map(s -> "#" + s.started().id() + "/" + s.started().attempt() + " "
                        + s.outcome().word())
                .toList();
    }

    /** Mostly a late one: those are open. */
    private Started someAttempt() {
        int from = random.nextInt(5) == 0 ? 0 : Math.max(0, given.size() - 8);
        return given.get(from + random.nextInt(given.size() - from));
    }

    private Outcome outcome() {
        int dice = random.nextInt(6);
        return switch (dice) {
            case 0 ->
                Outcome.completed(new Result(
                        "p" + random.nextInt(50), "", random.nextBoolean() ? "busy" : "answered", "", Map.of()));
            case 1 ->
                new Outcome.Accepted(
                        200,
                        "",
                        Result.reference("p" + random.nextInt(50)),
                        random.nextInt(3) > 0
                                ? Optional.empty()
                                : Optional.of(Instant.ofEpochMilli(now() + random.nextInt(60_000) - 10_000)));
            case 2 -> Outcome.refused(400, "no");
            case 3 -> Outcome.deferred(503, "busy");
            case 4 -> new Outcome.Deferred(429, "slow", false, Optional.empty(), false);
            default -> Outcome.inDoubt(500, "lost");
        };
    }

    private void report() {
        if (given.isEmpty()) {
            return;
        }
        Started s = someAttempt();
        boolean isFinal = random.nextInt(3) > 0;
        boolean forged = random.nextInt(8) == 0;
        String token = forged ? s.token().substring(1) : s.token();
        String channel = random.nextBoolean() ? "callback" : "look-up";
        String disposition = isFinal && random.nextInt(3) > 0 ? "busy" : "";
        Result result = new Result("", "", disposition, "", Map.of());
        Report report = new Report(JournalFixture.CALL, token, "", isFinal, result, channel, "x");
        Fate fate = did(
                channel + " #" + s.id() + "/" + s.attempt() + (isFinal ? " final " : " interim ") + disposition
                        + (forged ? " forged" : ""),
                () -> f.journal.report(report).join());
        boolean tooOld = Long.parseLong(s.token().split("\\.")[2], 36) * 1000 < now();
        if (forged || tooOld) {
            assertThat(fate).isEqualTo(Fate.UNKNOWN);
        } else {
            boolean moved = model.report(s.id(), s.attempt(), isFinal, disposition, channel.equals("callback"), now());
            assertThat(fate).isEqualTo(moved ? Fate.APPLIED : Fate.KEPT);
        }
    }

    private void look() {
        int most = 1 + random.nextInt(6);
        int room = random.nextInt(most + 1);
        LookWish wish = new LookWish(JournalFixture.CALL, most, 1, wanted -> Math.min(wanted, room));
        LookWish.Granted granted = did(
                "look up " + room + " of " + most, () -> f.journal.looks(wish).join());
        List<Sought> asked =
                granted.lookUps().stream().flatMap(l -> l.records().stream()).toList();
        assertThat(asked).extracting(Sought::id).containsExactlyElementsOf(model.look(most, room, now()));
    }

    // ---- time and processes

    private void turnClock() {
        Duration by = random.nextInt(12) == 0 ? Duration.ofHours(25) : Duration.ofSeconds(random.nextInt(15));
        did("turn the clock by " + by, () -> {
            f.clock.turn(by);
            return null;
        });
    }

    private void process() {
        boolean crash = random.nextBoolean();
        did(crash ? "crash" : "restart", () -> {
            if (crash) {
                f.crash();
            } else {
                f.restart();
            }
            return null;
        });
        model.crash(now());
    }

    // ---- people

    private void person() {
        if (model.records.isEmpty()) {
            return;
        }
        long id = pick(new ArrayList<>(model.records.keySet()));
        boolean yes = random.nextBoolean();
        switch (random.nextInt(6)) {
            case 0 ->
                assertThat(did("cancel #" + id, () -> f.journal.cancel(id))).isEqualTo(model.cancel(id));
            case 1 ->
                assertThat(did("redrive #" + id, () -> f.journal.redrive(id, "")))
                        .isEqualTo(model.redrive(id, now()));
            case 2, 3 ->
                assertThat(did("resolve #" + id + " " + yes, () -> f.journal.resolve(id, yes, "")))
                        .isEqualTo(model.resolve(id, yes, now()));
            case 4 ->
                assertThat(did("time out", () -> f.journal.timeOut(JournalFixture.CALL)))
                        .isEqualTo(model.timeOut(now()));
            default -> notSent();
        }
    }

    private void notSent() {
        if (given.isEmpty()) {
            return;
        }
        Started s = someAttempt();
        did(
                "not sent #" + s.id() + "/" + s.attempt(),
                () -> f.journal.notSent(List.of(s)).join());
        if (model.records.containsKey(s.id())) {
            model.notSent(s.id(), s.attempt(), now());
        }
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    // ---- comparing

    private void compare() {
        List<RecordView> views = f.journal.reading().requests(ALL, 0, 100_000);
        assertThat(views.stream().map(ModelRun::shown))
                .containsExactlyElementsOf(model.records.values().stream()
                        .map(ModelRecord::toString)
                        .toList());
        Map<Long, Integer> times = new HashMap<>();
        long last = 0;
        for (Reading.Settled s : f.journal.reading().settled(Optional.empty(), 0, 100_000)) {
            assertThat(s.seq()).as("places are without gaps").isEqualTo(last + 1);
            last = s.seq();
            times.merge(s.record().id(), 1, Integer::sum);
        }
        for (ModelRecord r : model.records.values()) {
            assertThat(times.getOrDefault(r.id, 0))
                    .as("times that #" + r.id + " settled")
                    .isEqualTo(r.settledTimes);
        }
        Map<State, Long> counts = f.journal.reading().countsOfOperation(JournalFixture.CALL);
        assertThat(counts.values().stream().mapToLong(n -> n).sum()).isEqualTo(views.size());
    }

    private static String shown(RecordView v) {
        Standing s = v.standing();
        String own = v.reference().startsWith("drm-") ? "" : v.reference();
        ModelRecord same = new ModelRecord(v.id(), v.batch(), own, s.dueAt(), 0, 0);
        same.state = s.state();
        same.attempts = s.attempts();
        same.counted = s.counted();
        return same.toString();
    }

    @Override
    public void close() {
        f.close();
    }
}
