package io.dromedial.journal;

import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * How fast the journal is, for people to look at: {@code JournalSpeed HSQLDB 100000 100000} submits so many records
 * in chunks of 500, and starts and settles so many with 32 open.
 */
public final class JournalSpeed {

    private static final int CHUNK = 500;
    private static final int OPEN = 32;
    private final JournalFixture f;

    private JournalSpeed(JournalFixture f) {
        this.f = f;
    }

    public static void main(String[] args) {
        ChildJvm.quiet();
        try (JournalFixture f = new JournalFixture(TestDatabase.valueOf(args[0]))) {
            JournalSpeed speed = new JournalSpeed(f);
            int records = Integer.parseInt(args[1]);
            int cycles = Integer.parseInt(args[2]);
            speed.tell("submit", records, speed.submit(records));
            for (int i = 0; i < 3; i++) {
                speed.tell("start and settle", cycles / 3, speed.cycles(cycles / 3));
            }
        }
        System.exit(0);
    }

    private void tell(String what, int count, Duration took) {
        System.out.printf(
                "%s %s: %d in %s, %,.0f a second%n", f.database, what, count, took, count * 1e9 / took.toNanos());
    }

    private Duration submit(int records) {
        List<List<NewRecord>> chunks = new ArrayList<>();
        for (int i = 0; i < records; i += CHUNK) {
            List<NewRecord> chunk = new ArrayList<>(CHUNK);
            for (int j = i; j < Math.min(records, i + CHUNK); j++) {
                chunk.add(record(j));
            }
            chunks.add(chunk);
        }
        long begin = System.nanoTime();
        Batch batch = f.journal.beginHeld(JournalFixture.plan("speed"));
        Deque<CompletableFuture<Added>> open = new ArrayDeque<>();
        for (List<NewRecord> chunk : chunks) {
            open.add(
                    f.journal.add(batch, chunk, List.of(), 0, new Journal.Repeats(Duration.ofDays(1), "phone", false)));
            if (open.size() > 4) {
                open.remove().join();
            }
        }
        open.forEach(CompletableFuture::join);
        f.journal.open(batch);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static NewRecord record(int n) {
        String phone = Long.toString(819_000_000_000L + n);
        return new NewRecord(
                n + 2L,
                "",
                "{\"phone\":\"" + phone
                        + "\",\"message\":\"Your parcel arrives tomorrow\",\"caller\":\"81312345678\",\"language\":\"en\"}",
                "[\"" + phone + "\",\"Your parcel arrives tomorrow\",\"81312345678\",\"en\"]",
                Optional.of(Fingerprint.ofRepeat(
                        JournalFixture.CALL, phone, "81312345678", "Your parcel arrives tomorrow")),
                0,
                Optional.empty(),
                Optional.empty());
    }

    /** As the delivery does: what came back is settled in the turn that starts the next. */
    private Duration cycles(int cycles) {
        long begin = System.nanoTime();
        List<Settlement> back = List.of();
        int settled = 0;
        while (settled < cycles) {
            Turn.Granted granted = f.exchange(f.journal, back, OPEN, 1);
            settled += back.size();
            back = new ArrayList<>(OPEN);
            for (List<Started> group : granted.groups()) {
                back.add(new Settlement(
                        group.get(0),
                        Outcome.accepted(Result.reference("p" + group.get(0).id()))));
            }
            if (granted.groups().isEmpty() && back.isEmpty()) {
                break;
            }
        }
        f.exchange(f.journal, back, 0, 1);
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
