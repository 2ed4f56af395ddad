package io.dromedial.simulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The script: which request meets which fault. Rules are asked in the order in which they came; the first that fits
 * is played and, where it was for a number of requests, used up. An operation {@code *} fits every request; the
 * operation {@code connection} fits a connection as it is accepted.
 */
public final class Faults {

    static final String CONNECTION = "connection";
    private static final Predicate<String> ANYBODY = digits -> true;
    private final List<Rule> rules = new ArrayList<>();
    private volatile boolean empty = true;

    /** The next request of the operation. */
    public Faults next(String operation, Fault fault) {
        return times(1, operation, fault);
    }

    public Faults times(int n, String operation, Fault fault) {
        return add(new Rule(operation, fault, n, "anybody", ANYBODY));
    }

    public Faults always(String operation, Fault fault) {
        return times(Integer.MAX_VALUE, operation, fault);
    }

    /** Every request with a recipient whose digits fit. */
    public Faults when(String operation, Predicate<String> digits, Fault fault) {
        return add(new Rule(operation, fault, Integer.MAX_VALUE, "a predicate", digits));
    }

    Faults whenEnding(String operation, String ending, int times, Fault fault) {
        return add(new Rule(operation, fault, times, "digits that end in " + ending, d -> d.endsWith(ending)));
    }

    private synchronized Faults add(Rule rule) {
        if (rule.whom != ANYBODY && rule.fault.beforeReading()) {
            throw new IllegalArgumentException("a fault before reading knows no recipient; expected no condition");
        }
        if (rule.operation.equals(CONNECTION)
                && !(rule.fault instanceof Cut cut && cut.when() == Cut.When.AFTER_READING)) {
            throw new IllegalArgumentException("a connection can only be closed or reset; expected lostRequest()");
        }
        rules.add(rule);
        empty = false;
        return this;
    }

    public synchronized void clear() {
        rules.clear();
        empty = true;
    }

    /** What is still to be played, in words. */
    public synchronized List<String> pending() {
        return rules.stream().map(Rule::words).toList();
    }

    /** What a new connection meets; only an end of it makes sense. */
    Optional<Cut> connection() {
        return (empty ? Optional.<Fault>empty() : take(CONNECTION, false, List.of())).map(Cut.class::cast);
    }

    Optional<Fault> beforeReading(String operation) {
        return empty ? Optional.empty() : take(operation, true, List.of());
    }

    Optional<Fault> afterReading(String operation, List<Recipient> recipients) {
        return empty ? Optional.empty() : take(operation, false, recipients);
    }

    private synchronized Optional<Fault> take(String operation, boolean before, List<Recipient> recipients) {
        for (Iterator<Rule> all = rules.iterator(); all.hasNext(); ) {
            Rule rule = all.next();
            if (rule.fault.beforeReading() == before && rule.fits(operation, recipients)) {
                if (rule.left != Integer.MAX_VALUE && --rule.left == 0) {
                    all.remove();
                    empty = rules.isEmpty();
                }
                return Optional.of(rule.fault);
            }
        }
        return Optional.empty();
    }

    private static final class Rule {

        private final String operation;
        private final Fault fault;
        private final String condition;
        private final Predicate<String> whom;
        private int left;

        Rule(String operation, Fault fault, int left, String condition, Predicate<String> whom) {
            if (left < 1) {
                throw new IllegalArgumentException("times " + left + "; expected 1 or more");
            }
            this.operation = operation;
            this.fault = fault;
            this.left = left;
            this.condition = condition;
            this.whom = whom;
        }

        boolean fits(String name, List<Recipient> recipients) {
            boolean named = operation.equals(name) || operation.equals("*") && !name.equals(CONNECTION);
            return named && (whom == ANYBODY || recipients.stream().anyMatch(r -> whom.test(r.digits())));
        }

        String words() {
            String often = left == Integer.MAX_VALUE ? "always" : left + " more";
            return operation + ", " + condition + ", " + often + ": " + fault.words();
        }
    }
}
