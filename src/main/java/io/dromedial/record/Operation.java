package io.dromedial.record;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One thing a provider's API can do, named {@code provider.operation}, declared once: intake, delivery, docs and
 * the command line all read this.
 *
 * @param columns empty for an operation that is a user's YAML route alone ({@code declared} is then false)
 * @param ours field names that we set; a column of that name is kept like an unknown one
 * @param callee the column of the number that rings, if the operation has one
 * @param caller the column of the number shown, if any
 * @param text the column of the message, if any
 * @param numbers how phone numbers are read and put on the wire
 * @param grouping whether several records go in one request
 * @param repeatable which records are safe to send twice, so never in doubt
 * @param repeatWindow how long the same callee, caller and text count as a repeat; zero for never
 * @param rules what a row must satisfy beyond its single columns
 */
public record Operation(
        String name,
        String summary,
        boolean declared,
        List<Column> columns,
        Set<String> ours,
        Optional<String> callee,
        Optional<String> caller,
        Optional<String> text,
        Numbers numbers,
        Grouping grouping,
        ResultBy resultBy,
        Repeatable repeatable,
        Duration repeatWindow,
        List<Rule> rules) {

    /** How the final answer comes. */
    public enum ResultBy {
        RESPONSE,
        CALLBACK,
        POLL
    }

    /**
     * How a number without {@code +} is read, and how it goes on the wire.
     *
     * @param region ISO country of national numbers; empty where a number is international even without {@code +}
     * @param regionColumn the column that names the country, if the operation has one
     */
    public record Numbers(String region, Optional<String> regionColumn, Wire wire) {
        /** Digits as the provider's document shows them. */
        public enum Wire {
            DIGITS,
            PLUS_DIGITS,
            NATIONAL,
            AS_GIVEN
        }

        public static final Numbers INTERNATIONAL_DIGITS = new Numbers("", Optional.empty(), Wire.DIGITS);
    }

    /**
     * Several records in one request.
     *
     * @param size records in one request unless configured; 1 for an operation that does not group
     * @param most the most that may be configured
     * @param shared columns that every record of a request must have in common
     * @param distinctCallees whether no callee may stand twice in one request
     * @param alone columns that make a record go in a request of its own
     * @param withinBatch whether records of different batches never share one
     */
    public record Grouping(
            int size, int most, List<String> shared, boolean distinctCallees, Set<String> alone, boolean withinBatch) {
        public static final Grouping NONE = new Grouping(1, 1, List.of(), false);

        public Grouping {
            shared = List.copyOf(shared);
            alone = Set.copyOf(alone);
        }

        public Grouping(int size, int most, List<String> shared, boolean distinctCallees) {
            this(size, most, shared, distinctCallees, Set.of());
        }

        public Grouping(int size, int most, List<String> shared, boolean distinctCallees, Set<String> alone) {
            this(size, most, shared, distinctCallees, alone, false);
        }

        public boolean groups() {
            return most > 1;
        }
    }

    /** Whether a record may be sent twice without harm, told by its fields as they go on the wire. */
    @FunctionalInterface
    public interface Repeatable {
        Repeatable NEVER = fields -> false;
        Repeatable ALWAYS = fields -> true;

        boolean test(Map<String, String> fields);
    }

    /** A check over a whole row: provider field names to values, only those that are given. */
    @FunctionalInterface
    public interface Rule {
        List<Problem> check(Map<String, String> fields);
    }

    /** Of which either every record is safe to send twice, or none. */
    public Operation(
            String name,
            String summary,
            boolean declared,
            List<Column> columns,
            Set<String> ours,
            Optional<String> callee,
            Optional<String> caller,
            Optional<String> text,
            Numbers numbers,
            Grouping grouping,
            ResultBy resultBy,
            boolean repeatable,
            Duration repeatWindow,
            List<Rule> rules) {
        this(
                name,
                summary,
                declared,
                columns,
                ours,
                callee,
                caller,
                text,
                numbers,
                grouping,
                resultBy,
                repeatable ? Repeatable.ALWAYS : Repeatable.NEVER,
                repeatWindow,
                rules);
    }

    public Operation {
        columns = List.copyOf(columns);
        ours = Set.copyOf(ours);
        rules = List.copyOf(rules);
        if (!name.matches("[a-z0-9][a-z0-9-]*\\.[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException("an operation is named provider.operation, not '" + name + "'");
        }
    }

    /** An operation of which only the route is known: its rows go to the route as they are. */
    public static Operation undeclared(String name) {
        return new Operation(
                name,
                "a user's route",
                false,
                List.of(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Numbers("", Optional.empty(), Numbers.Wire.AS_GIVEN),
                Grouping.NONE,
                ResultBy.RESPONSE,
                false,
                Duration.ZERO,
                List.of());
    }

    /** Whether it is no provider's, but names others to be tried in order. */
    public boolean isLadder() {
        return Ladder.is(name);
    }

    public String provider() {
        return name.substring(0, name.indexOf('.'));
    }

    /** The columns whose numbers ring: the callee's, and those that ring beside it; none without a callee. */
    public List<String> ringing() {
        Stream<String> beside =
                columns.stream().filter(c -> callee.isPresent() && c.rings()).map(Column::name);
        return Stream.concat(callee.stream(), beside).toList();
    }

    public Optional<Column> column(String field) {
        return columns.stream().filter(c -> c.name().equals(field)).findFirst();
    }
}
