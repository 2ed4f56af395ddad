package io.dromedial.journal;

import io.dromedial.journal.Clearance.Day;
import io.dromedial.journal.Clearance.Ruling;
import io.dromedial.journal.Clearance.Verdict;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records of one operation on their way out in one turn: those that may not go now are held, or rejected for good. */
final class Clearing {

    /** How many more are looked at where some were held, and how many in one turn at most. */
    static final int A_LOOK = 200;

    private static final int MOST_LOOKED_AT = 400;
    private static final String LISTED = "its number is on the do-not-call list: ";
    private final Clearances.Parts parts;
    private final String name;
    private final int operation;
    private final long now;
    private final CallsOfDays calls;
    private final Set<Long> passed = new HashSet<>();
    private int lookedAt;

    private record Judged(Candidate candidate, Ruling ruling) {}

    Clearing(Clearances.Parts parts, String name, int operation, long now) {
        this.parts = parts;
        this.name = name;
        this.operation = operation;
        this.now = now;
        this.calls = new CallsOfDays(parts.dialect(), operation);
    }

    /** Whether more may be looked at in this turn. */
    boolean goesOn() {
        return lookedAt < MOST_LOOKED_AT;
    }

    /** Those of the candidates that may go, in their order; one that may is not asked about again in this turn. */
    List<Candidate> pass(Tx tx, List<Candidate> candidates) throws SQLException {
        lookedAt += candidates.size();
        List<Candidate> fresh =
                candidates.stream().filter(c -> !passed.contains(c.id())).toList();
        List<Judged> judged = judge(tx, fresh);
        calls.read(tx, days(judged));
        List<HeldRecords.Holding> holdings = new ArrayList<>();
        List<Changes.Move> rejected = new ArrayList<>();
        for (Judged j : judged) {
            Ruling ruling = j.ruling();
            if (ruling.verdict() == Verdict.REJECT) {
                rejected.add(rejection(j));
            } else if (ruling.verdict() == Verdict.HOLD) {
                holdings.add(new HeldRecords.Holding(j.candidate(), ruling.until(), ruling.why()));
            } else if (calls.book(j.candidate().id(), ruling.quota())) {
                passed.add(j.candidate().id());
            } else {
                holdings.add(new HeldRecords.Holding(
                        j.candidate(), ruling.quota().until(), ruling.quota().why()));
            }
        }
        HeldRecords.hold(tx, holdings, parts.clearance().fingerprint(name));
        HeldRecords.forget(tx, rejected.stream().map(Changes.Move::id).toList());
        Changes.apply(tx, rejected, now);
        return candidates.stream().filter(c -> passed.contains(c.id())).toList();
    }

    private List<Judged> judge(Tx tx, List<Candidate> fresh) throws SQLException {
        Map<Long, String> listed = listed(tx, fresh);
        List<Judged> judged = new ArrayList<>(fresh.size());
        for (Candidate c : fresh) {
            String why = listed.get(c.id());
            Ruling ruling = why == null ? parts.clearance().judge(name, c.fields(), now) : Ruling.reject(LISTED + why);
            judged.add(new Judged(c, ruling));
        }
        return judged;
    }

    /** The records that ring a number which we noted ourselves, and why. */
    private Map<Long, String> listed(Tx tx, List<Candidate> fresh) throws SQLException {
        if (!parts.doNotCall().inUse(operation)) {
            return Map.of();
        }
        Map<Long, List<Long>> byCallee = new HashMap<>();
        for (Candidate c : fresh) {
            parts.clearance().of(name, c.fields()).stream()
                    .map(DoNotCall::callee)
                    .flatMap(Optional::stream)
                    .forEach(callee -> byCallee.computeIfAbsent(callee, k -> new ArrayList<>())
                            .add(c.id()));
        }
        Map<Long, String> listed = new HashMap<>();
        parts.doNotCall()
                .among(tx, operation, byCallee.keySet())
                .forEach((callee, why) -> byCallee.get(callee).forEach(id -> listed.put(id, why)));
        return listed;
    }

    private static Set<Day> days(List<Judged> judged) {
        Set<Day> days = new HashSet<>();
        judged.forEach(j -> days.addAll(j.ruling().quota().days()));
        return days;
    }

    private Changes.Move rejection(Judged j) {
        Candidate c = j.candidate();
        return new Changes.Move(
                c.id(),
                c.batch(),
                operation,
                c.standing(),
                s -> Transitions.barred(s, j.ruling().why(), now),
                "do-not-call",
                "");
    }

    /** These are written down as sending. */
    void started(Tx tx, List<List<Started>> groups) throws SQLException {
        calls.write(tx, groups);
        HeldRecords.forget(
                tx, groups.stream().flatMap(List::stream).map(Started::id).toList());
    }
}
