package io.dromedial.journal;

import io.dromedial.record.Outcome;
import io.dromedial.record.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the journal should do, written plainly and apart from it: maps and loops, no SQL, no versions, no crashes of
 * its own.
 */
final class JournalModel {

    final Map<Long, ModelRecord> records = new TreeMap<>();
    private final Map<String, Long> holders = new HashMap<>();
    final Set<Long> held = new TreeSet<>();
    final Set<Long> opened = new TreeSet<>();
    private final int maxAttempts;
    private final boolean resend;
    private final long wait;
    private final long resultTimeout;
    private final long lookEvery;
    private final int redials;
    private final long redialAfter;

    /**
     * @param wait what every retry waits: no jitter, no growth
     * @param redials how often a call that was busy is made again, each after {@code redialAfter}
     * @param lookEvery between two look-ups, which do not grow either; 0 for none
     */
    JournalModel(
            int maxAttempts,
            boolean resend,
            long wait,
            long resultTimeout,
            long lookEvery,
            int redials,
            long redialAfter) {
        this.redials = redials;
        this.redialAfter = redialAfter;
        this.lookEvery = lookEvery;
        this.maxAttempts = maxAttempts;
        this.resend = resend;
        this.wait = wait;
        this.resultTimeout = resultTimeout;
    }

    boolean knows(String reference) {
        return !reference.isEmpty() && holds(holders.get(reference));
    }

    private boolean holds(Long id) {
        return id != null && records.containsKey(id) && !records.get(id).state.releasesReference();
    }

    void add(ModelRecord record) {
        records.put(record.id, record);
        holders.put(record.reference, record.id);
    }

    void open(long batch) {
        held.remove(batch);
        opened.add(batch);
    }

    void withdraw(long batch) {
        held.remove(batch);
        records.values().removeIf(r -> r.batch == batch);
    }

    // ---- attempts

    /** The numbers of what starts, in order: behind those that wait for a time of their own it is looked further. */
    List<Long> start(int room, long now) {
        List<Long> started = new ArrayList<>();
        int looked;
        int page = room;
        do {
            looked = start(room, page, now, started);
            page = Math.max(room, 500);
        } while (started.isEmpty() && looked > 0 && looked >= room);
        return started;
    }

    private int start(int room, int page, long now, List<Long> started) {
        List<ModelRecord> looked = new ArrayList<>(due(records.values(), now, page));
        for (long batch : opened) {
            records.values().stream()
                    .filter(r -> r.batch == batch && r.state == State.DUE && Lane.isBatch(r.due))
                    .limit(page - looked.size())
                    .forEach(looked::add);
        }
        for (ModelRecord r : looked) {
            if (r.expiresAt != 0 && r.expiresAt <= now) {
                r.settle(r.called ? State.COMPLETED : State.EXPIRED);
            } else if (r.sendAt > now) {
                r.due = r.sendAt;
            } else if (started.size() < room) {
                r.state = State.SENDING;
                r.attempts++;
                started.add(r.id);
            }
        }
        return looked.size();
    }

    private static List<ModelRecord> due(Collection<ModelRecord> all, long now, int room) {
        return all.stream()
                .filter(r -> r.state == State.DUE && r.due <= now)
                .sorted(Comparator.<ModelRecord>comparingLong(r -> r.due).thenComparingLong(r -> r.id))
                .limit(room)
                .toList();
    }

    void outcome(long id, int attempt, Outcome outcome, long now) {
        ModelRecord r = records.get(id);
        if (r.attempts != attempt || attempt <= r.ended) {
            return;
        }
        boolean taken = outcome instanceof Outcome.Completed || outcome instanceof Outcome.Accepted;
        boolean done = outcome instanceof Outcome.Completed;
        boolean inDoubt = outcome instanceof Outcome.InDoubt;
        boolean counts = switch (r.state) {
            case SENDING -> true;
            case IN_DOUBT -> !inDoubt;
            case DUE -> taken;
            case ACCEPTED -> done;
            default -> false;
        };
        if (!counts) {
            if (r.state == State.ACCEPTED && from(outcome, now) > Math.max(now, r.from)) {
                waitFor(r, State.ACCEPTED, from(outcome, now));
            }
            return;
        }
        if (r.state == State.IN_DOUBT) {
            r.counted--;
        }
        outcome.fold(
                c -> over(r, c.result().disposition(), now),
                a -> waitFor(r, State.ACCEPTED, from(a, now)),
                x -> {
                    r.counted++;
                    return settle(r, State.REJECTED);
                },
                d -> again(r, d.counted(), now),
                i -> doubt(r, now));
    }

    private static long from(Outcome outcome, long now) {
        return outcome instanceof Outcome.Accepted a && a.from().isPresent()
                ? Math.max(now, a.from().get().toEpochMilli())
                : now;
    }

    /** A call was made and ended so. */
    private Void over(ModelRecord r, String disposition, long now) {
        boolean again = disposition.equals("busy") && r.redials < redials;
        if (!again || r.expiresAt != 0 && r.expiresAt <= now + redialAfter) {
            r.counted = again ? 0 : r.counted;
            return settle(r, State.COMPLETED);
        }
        r.redials++;
        r.ended = r.attempts;
        r.called = true;
        r.counted = 0;
        r.state = State.DUE;
        r.due = now + redialAfter;
        return null;
    }

    private Void settle(ModelRecord r, State as) {
        r.settle(as);
        return null;
    }

    private Void waitFor(ModelRecord r, State state, long from) {
        r.called = false;
        r.state = state;
        r.from = from;
        r.due = lookAfter(r, from);
        return null;
    }

    private long lookAfter(ModelRecord r, long now) {
        long deadline = r.from + resultTimeout;
        return lookEvery == 0 ? deadline : Math.min(deadline, now + lookEvery);
    }

    /** The numbers of what is looked up, in order; what is too late for that is given up. */
    List<Long> look(int most, int room, long now) {
        List<Long> asked = new ArrayList<>();
        for (State state : List.of(State.ACCEPTED, State.IN_DOUBT)) {
            List<ModelRecord> found = records.values().stream()
                    .filter(r -> lookEvery > 0 && r.state == state && r.due <= now)
                    .sorted(Comparator.<ModelRecord>comparingLong(r -> r.due).thenComparingLong(r -> r.id))
                    .limit(most)
                    .toList();
            for (ModelRecord r : found) {
                if (giveUp(r, now)) {
                    continue;
                }
                if (asked.size() < room) {
                    asked.add(r.id);
                    r.due = lookAfter(r, now);
                }
            }
        }
        return asked;
    }

    private boolean giveUp(ModelRecord r, long now) {
        boolean over = r.from + resultTimeout <= now && r.due <= now;
        if (over && r.state == State.ACCEPTED) {
            r.settle(State.COMPLETED);
        } else if (over && r.state == State.IN_DOUBT) {
            r.due = Long.MAX_VALUE;
        }
        return over;
    }

    private Void again(ModelRecord r, boolean counted, long now) {
        r.counted += counted ? 1 : 0;
        if (counted && r.counted >= maxAttempts) {
            return settle(r, State.DEAD);
        }
        r.state = State.DUE;
        r.due = now + wait;
        return null;
    }

    private Void doubt(ModelRecord r, long now) {
        if (resend) {
            return again(r, true, now);
        }
        r.counted++;
        return waitFor(r, State.IN_DOUBT, now);
    }

    void notSent(long id, int attempt, long now) {
        ModelRecord r = records.get(id);
        if (r.attempts == attempt && (r.state == State.SENDING || r.state == State.IN_DOUBT)) {
            r.counted -= r.state == State.IN_DOUBT ? 1 : 0;
            r.state = State.DUE;
            r.due = now;
        }
    }

    void crash(long now) {
        records.values().stream().filter(r -> r.state == State.SENDING).forEach(r -> doubt(r, now));
    }

    // ---- reports, time, people

    /** @param news whether it tells more than is known */
    boolean report(long id, int attempt, boolean isFinal, String disposition, boolean news, long now) {
        ModelRecord r = records.get(id);
        if (r.attempts != attempt || attempt <= r.ended || r.state.settled()) {
            return false;
        }
        if (r.state == State.ACCEPTED && !isFinal && !news) {
            return false;
        }
        if (isFinal) {
            over(r, disposition, now);
        } else if (r.state != State.ACCEPTED) {
            waitFor(r, State.ACCEPTED, now);
        }
        return true;
    }

    int timeOut(long now) {
        int moved = 0;
        for (ModelRecord r : records.values()) {
            boolean waits = r.state == State.ACCEPTED || r.state == State.IN_DOUBT;
            moved += waits && giveUp(r, now) ? 1 : 0;
        }
        return moved;
    }

    boolean cancel(long id) {
        ModelRecord r = records.get(id);
        if (r.state == State.DUE) {
            r.settle(State.CANCELLED);
            return true;
        }
        return false;
    }

    boolean redrive(long id, long now) {
        ModelRecord r = records.get(id);
        if (!r.state.settled() || r.state == State.COMPLETED) {
            return false;
        }
        if (!r.reference.isEmpty()) {
            Long holder = holders.get(r.reference);
            if (holder != id && holds(holder)) {
                return false;
            }
            holders.put(r.reference, id);
        }
        r.state = State.DUE;
        r.due = now;
        r.counted = 0;
        r.redials = 0;
        r.called = false;
        return true;
    }

    boolean resolve(long id, boolean sent, long now) {
        ModelRecord r = records.get(id);
        if (r.state != State.IN_DOUBT) {
            return false;
        }
        if (sent) {
            waitFor(r, State.ACCEPTED, now);
        } else {
            r.state = State.DUE;
            r.due = now;
        }
        return true;
    }
}
