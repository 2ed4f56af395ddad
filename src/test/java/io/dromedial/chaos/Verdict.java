package io.dromedial.chaos;

import io.dromedial.simulator.Ledger;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.LedgerSummary;
import io.dromedial.simulator.Recipient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What became of a load, by the provider's ledger and the result files alone.
 *
 * @param lost rows that are in no file of results, rejected rows or dead letters, or completed and never received
 * @param doubled callees that were received twice
 * @param unsettled rows that are neither settled nor in doubt
 * @param inDoubt rows in doubt
 * @param neverSeen those of them that the provider never received
 * @param unresolved those of them whose provider called back, so that they ought to be settled
 * @param unanswered rows that the provider called back for, completed without what it said
 */
record Verdict(
        int rows,
        List<String> lost,
        Set<String> doubled,
        List<String> unsettled,
        int inDoubt,
        int neverSeen,
        List<String> unresolved,
        List<String> unanswered,
        Map<String, Long> states,
        List<String> violations) {

    private static final Set<String> CALLING_BACK = Set.of(Load.CALLS, Load.CAMPAIGNS);

    static Verdict of(Load load, Ledger ledger) {
        Map<String, Results.Result> results = new HashMap<>();
        Set<String> doubled = new HashSet<>();
        Set<String> aside = new HashSet<>();
        for (Load.File file : load.files()) {
            for (Results.Result result : Results.of(file)) {
                if (results.put(file.operation() + result.reference(), result) != null) {
                    doubled.add(result.reference() + " twice in the results");
                }
            }
            Results.setAside(file).forEach(r -> aside.add(file.operation() + r));
        }
        LedgerSummary summary = ledger.summary("phone");
        summary.repeated().forEach((phone, times) -> doubled.add(phone + " received " + times + " times"));
        summary.doubled().forEach((phone, times) -> doubled.add(phone + " placed " + times + " times"));
        return judge(load.rows(), results, aside, doubled, placed(ledger), summary);
    }

    private static Verdict judge(
            List<Row> rows,
            Map<String, Results.Result> results,
            Set<String> aside,
            Set<String> doubled,
            Set<String> placed,
            LedgerSummary summary) {
        List<String> lost = new ArrayList<>();
        List<String> unsettled = new ArrayList<>();
        List<String> unresolved = new ArrayList<>();
        List<String> unanswered = new ArrayList<>();
        Map<String, Long> states = new TreeMap<>();
        int doubted = 0;
        int neverSeen = 0;
        for (Row row : rows) {
            Results.Result result = results.get(row.operation() + row.reference());
            boolean received = placed.contains(tail(row.phone()));
            if (result == null) {
                if (!aside.contains(row.operation() + row.reference())) {
                    lost.add(row.operation() + " " + row.reference() + " of " + row.file());
                }
                continue;
            }
            states.merge(result.state(), 1L, Long::sum);
            boolean calledBack = received && CALLING_BACK.contains(row.operation());
            if (result.state().equals("in_doubt")) {
                doubted++;
                neverSeen += received ? 0 : 1;
                if (calledBack) {
                    unresolved.add(row.operation() + " " + row.reference());
                }
            } else if (!result.settled()) {
                unsettled.add(row.operation() + " " + row.reference() + " " + result.state());
            } else if (result.state().equals("completed") && !received) {
                lost.add(row.operation() + " " + row.reference() + " completed and never received");
            } else if (calledBack && result.disposition().isEmpty()) {
                unanswered.add(row.operation() + " " + row.reference());
            }
        }
        return new Verdict(
                rows.size(),
                lost,
                doubled,
                unsettled,
                doubted,
                neverSeen,
                unresolved,
                unanswered,
                states,
                summary.violationTexts());
    }

    private static Set<String> placed(Ledger ledger) {
        Set<String> placed = new HashSet<>();
        for (LedgerEntry.Arrived arrived : ledger.requests()) {
            arrived.recipients().stream()
                    .filter(Recipient::placed)
                    .map(r -> tail(r.digits()))
                    .forEach(placed::add);
        }
        return placed;
    }

    /** Providers want a number with or without its country. */
    private static String tail(String digits) {
        return digits.substring(Math.max(0, digits.length() - 9));
    }

    /** Nothing more will come of it by itself. */
    boolean atRest() {
        return lost.isEmpty() && unsettled.isEmpty() && unresolved.isEmpty();
    }

    /** Throws with every broken promise. */
    void check(long mostInDoubt) {
        List<String> broken = new ArrayList<>();
        tell(broken, "lost", lost);
        tell(broken, "doubled", doubled);
        tell(broken, "never settled", unsettled);
        tell(broken, "in doubt although the provider called back", unresolved);
        tell(broken, "completed without what the provider said", unanswered);
        tell(broken, "against the provider's document", violations);
        if (inDoubt > mostInDoubt) {
            broken.add(inDoubt + " in doubt; at most " + mostInDoubt + " were on the wire");
        }
        if (!broken.isEmpty()) {
            throw new AssertionError(String.join("\n", broken));
        }
    }

    private static void tell(List<String> broken, String what, java.util.Collection<String> which) {
        if (!which.isEmpty()) {
            broken.add(
                    which.size() + " " + what + ": " + which.stream().limit(10).toList());
        }
    }
}
