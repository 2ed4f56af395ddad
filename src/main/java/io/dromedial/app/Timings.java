package io.dromedial.app;

import io.dromedial.intake.Ringing;
import io.dromedial.record.Hours;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.record.Spelling;
import io.dromedial.settings.Settings;
import io.dromedial.timing.NumberQuery;
import io.dromedial.timing.Timing;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** What the configuration says about when an operation may ring whom, and what is wrong with that. */
final class Timings {

    private static final List<String> RULES =
            List.of("hours", "holidays", "cap", "do-not-call", "do-not-call.datasource", "do-not-call.query", "callee");
    private static final Pattern LEGACY = Pattern.compile("legacy\\.(.+)\\.url");
    private static final Pattern SELECT = Pattern.compile("(?is)\\s*(select|with)\\b.*");
    private static final int PATIENCE_SECONDS = 60;
    private static final int FETCH = 1000;
    private final Home home;
    private final Settings settings;
    private final OperationRules rules;
    private final Function<String, DataSource> databases;

    /** @param databases a legacy database by its name */
    Timings(Home home, Settings settings, OperationRules rules, Function<String, DataSource> databases) {
        this.home = home;
        this.settings = settings;
        this.rules = rules;
        this.databases = databases;
    }

    Timing of(Operation operation) {
        return new Timing(
                operation,
                text(operation, "region"),
                text(operation, "callee"),
                rules.format(operation.name()),
                text(operation, "hours").map(Hours::parse),
                text(operation, "holidays").map(this::file),
                text(operation, "cap")
                        .map(cap -> Integer.parseInt(cap.replaceAll("/.*", "")))
                        .orElse(0),
                text(operation, "zone-unknown").filter(z -> !z.equals("hold")).map(ZoneId::of),
                text(operation, "do-not-call").map(this::file),
                text(operation, "do-not-call.datasource")
                        .flatMap(name ->
                                text(operation, "do-not-call.query").map(select -> table(operation, name, select))));
    }

    private Optional<String> text(Operation operation, String key) {
        return settings.operationText(operation.name(), key);
    }

    private Timing.ListFile file(String name) {
        return new Timing.ListFile(home.config().resolve(name), "config/" + name);
    }

    private Timing.ListTable table(Operation operation, String database, String select) {
        return new Timing.ListTable(
                "in the database " + database,
                query(() -> databases.apply(database), select),
                settings.operationDuration(operation.name(), "do-not-call.every"));
    }

    private interface Opener {
        DataSource open();
    }

    private static NumberQuery query(Opener database, String select) {
        return each -> {
            try (Connection connection = database.open().getConnection()) {
                // without a transaction some drivers fetch all rows at once
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement()) {
                    statement.setFetchSize(FETCH);
                    statement.setQueryTimeout(PATIENCE_SECONDS);
                    try (ResultSet rows = statement.executeQuery(select)) {
                        while (rows.next()) {
                            each.accept(rows.getString(1));
                        }
                    }
                }
                connection.rollback();
            }
        };
    }

    /** All that would hold records for ever, or ring whom it should not; each with its file and line. */
    List<String> problems(Operations operations) {
        Set<String> problems = new TreeSet<>();
        for (Operation operation : operations.all()) {
            problems.addAll(callee(operation));
            problems.addAll(table(operation));
            problems.addAll(of(operation).problems());
        }
        return List.copyOf(problems);
    }

    private List<String> callee(Operation operation) {
        List<String> given = RULES.stream()
                .map(rule -> operation.name() + "." + rule)
                .filter(key -> settings.whereGiven(key).isPresent())
                .toList();
        String column = operation.name() + ".callee";
        if (given.contains(column) && !operation.ringing().isEmpty()) {
            return List.of(at(column) + column + " is for a route of your own; " + operation.name() + " rings "
                    + String.join(", ", operation.ringing()) + ", so take it out");
        }
        boolean rings = new Ringing(operation, Optional.empty(), text(operation, "callee")).possible();
        if (given.isEmpty() || rings) {
            return List.of();
        }
        String mend = operation.declared()
                ? "take it out"
                : "set " + column + " to the column that holds it, or take the rule out";
        return given.stream()
                .map(key -> at(key) + key + " has nothing to go by: " + operation.name() + " declares no number that"
                        + " rings; " + mend)
                .toList();
    }

    private List<String> table(Operation operation) {
        String database = operation.name() + ".do-not-call.datasource";
        String query = operation.name() + ".do-not-call.query";
        Optional<String> name = settings.find(database);
        Optional<String> select = settings.find(query);
        List<String> problems = new ArrayList<>();
        if (name.isPresent() != select.isPresent()) {
            String missing = name.isPresent() ? query : database;
            String there = name.isPresent() ? database : query;
            problems.add(at(there) + missing + " is missing, but " + there + " is set; set both, or none");
        }
        select.filter(text -> !SELECT.matcher(text).matches())
                .ifPresent(text -> problems.add(
                        at(query) + query + " is no SELECT; expected such as SELECT phone FROM opted_out"));
        name.filter(n -> !databaseNames().contains(n))
                .ifPresent(n -> problems.add(at(database) + database + " is '" + n + "', but legacy." + n
                        + ".url is not set" + Spelling.hint(n, databaseNames())));
        return problems;
    }

    private List<String> databaseNames() {
        return settings.asProperties().entrySet().stream()
                .filter(e -> !e.getValue().isBlank())
                .flatMap(e -> Stream.of(LEGACY.matcher(e.getKey())))
                .filter(Matcher::matches)
                .map(m -> m.group(1))
                .toList();
    }

    private String at(String key) {
        return settings.whereGiven(key).map(where -> where + ": ").orElse("");
    }
}
