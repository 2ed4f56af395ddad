package io.dromedial.template;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a legacy database about a user's statements, in transactions that change nothing and are rolled back. */
final class LegacyTable {

    private static final Pattern PARAMETER = Pattern.compile(":#(?:in:)?(\\w+|\\$\\{[^}]*})");
    private static final int PATIENCE_SECONDS = 10;
    private final String name;
    private final LegacyAccess databases;

    LegacyTable(String name, LegacyAccess databases) {
        this.name = name;
        this.databases = databases;
    }

    /** The named parameters of a statement, in their order. */
    static List<String> parameters(String sql) {
        List<String> names = new ArrayList<>();
        Matcher found = PARAMETER.matcher(sql);
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }

    private static String jdbc(String sql) {
        return PARAMETER.matcher(sql).replaceAll("?");
    }

    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private <T> T ask(Filled filled, String parameter, Faults faults, T otherwise, Question<T> question) {
        try (Connection connection = databases.connect(name)) {
            connection.setAutoCommit(false);
            try {
                return question.ask(connection);
            } catch (SQLException e) {
                faults.wrong(filled.lineOf(parameter), parameter + ": " + SqlFault.words(e));
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            faults.wrong(
                    filled.lineOf("dataSource"),
                    "dataSource: the database '" + name + "' can't be reached: " + SqlFault.words(e)
                            + "; so " + parameter + " was not checked. Is it up, and are legacy." + name
                            + ".url, .username and .password right?");
        }
        return otherwise;
    }

    /** The names of the result's columns; none if the SELECT can't be executed, which is then told. */
    List<String> columns(Filled filled, String parameter, Set<String> allowed, Faults faults) {
        String sql = filled.text(parameter).orElseThrow();
        List<String> unknown =
                parameters(sql).stream().filter(p -> !allowed.contains(p)).toList();
        if (!unknown.isEmpty()) {
            faults.wrong(
                    filled.lineOf(parameter),
                    parameter + ": nothing gives :#" + unknown.get(0)
                            + (allowed.isEmpty() ? "" : "; it may ask for " + String.join(", ", allowed)));
            return List.of();
        }
        return ask(filled, parameter, faults, List.of(), c -> columns(c, filled, parameter, faults));
    }

    private static List<String> columns(Connection connection, Filled filled, String parameter, Faults faults)
            throws SQLException {
        String sql = filled.text(parameter).orElseThrow();
        connection.setReadOnly(true);
        try (PreparedStatement select = connection.prepareStatement(jdbc(sql))) {
            select.setMaxRows(1);
            select.setQueryTimeout(PATIENCE_SECONDS);
            for (int i = 1; i <= parameters(sql).size(); i++) {
                select.setLong(i, 0);
            }
            try (ResultSet result = select.executeQuery()) {
                ResultSetMetaData about = result.getMetaData();
                List<String> names = new ArrayList<>();
                for (int i = 1; i <= about.getColumnCount(); i++) {
                    names.add(about.getColumnLabel(i));
                    if (TableRows.unreadable(about.getColumnType(i))) {
                        faults.wrong(
                                filled.lineOf(parameter),
                                parameter + ": the column " + about.getColumnLabel(i) + " is "
                                        + about.getColumnTypeName(i) + ", which is no text; leave it out");
                    }
                }
                return names;
            }
        }
    }

    /** Whether the database would take an UPDATE or INSERT: its names, and the right to do it where it tells. */
    void checkChange(Filled filled, String parameter, Faults faults) {
        String sql = filled.text(parameter).orElseThrow();
        ask(filled, parameter, faults, null, connection -> {
            try (PreparedStatement change = connection.prepareStatement(jdbc(sql))) {
                int count = change.getParameterMetaData().getParameterCount();
                if (count != parameters(sql).size()) {
                    faults.wrong(
                            filled.lineOf(parameter),
                            parameter + ": a parameter is written :#name; there are "
                                    + (count - parameters(sql).size()) + " others");
                }
            }
            if (explains(connection)) {
                explain(connection, "EXPLAIN " + jdbc(sql), parameters(sql).size());
            }
            return null;
        });
    }

    private static boolean explains(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return Set.of("PostgreSQL", "MySQL", "MariaDB").contains(product);
    }

    /** Plans it, for which the rights are needed, and does not do it. */
    private static void explain(Connection connection, String sql, int parameters) throws SQLException {
        try (PreparedStatement explain = connection.prepareStatement(sql)) {
            for (int i = 1; i <= parameters; i++) {
                explain.setNull(i, Types.NULL);
            }
            explain.execute();
        }
    }

    /** Notes where none of the columns begins an index of the table, or begins a condition of one. */
    void checkIndex(Filled filled, String parameter, Condition condition, Faults faults) {
        if (condition.columns().isEmpty()) {
            return;
        }
        Set<String> leading = ask(filled, parameter, (k, l, t) -> {}, null, c -> leading(c, condition.table()));
        if (leading == null) {
            return;
        }
        boolean covered = condition.columns().stream()
                .anyMatch(column -> leading.stream().anyMatch(l -> l.contains(column.toLowerCase(Locale.ROOT))));
        if (!covered) {
            String column = condition.columns().get(0);
            faults.note(
                    filled.lineOf(parameter),
                    parameter + ": no index of " + condition.table() + " begins with "
                            + String.join(" or ", condition.columns())
                            + ", so it reads the whole table each time; once that is large: CREATE INDEX "
                            + condition.bareTable() + "_" + column + " ON " + condition.table() + " (" + column + ")");
        }
    }

    /** Leading columns of the table's indexes, and the conditions of partial ones; null if there is no such table. */
    private static Set<String> leading(Connection connection, String written) throws SQLException {
        DatabaseMetaData about = connection.getMetaData();
        String[] parts = written.replaceAll("[\"`\\[\\]]", "").split("\\.", -1);
        String table = parts[parts.length - 1];
        String schema = parts.length > 1 ? parts[parts.length - 2] : null;
        Set<String> leading = new TreeSet<>();
        boolean found = false;
        for (String name :
                new TreeSet<>(List.of(table, table.toUpperCase(Locale.ROOT), table.toLowerCase(Locale.ROOT)))) {
            String in = schema == null ? null : name.equals(table) ? schema : schema.toUpperCase(Locale.ROOT);
            try (ResultSet tables = about.getTables(connection.getCatalog(), in, name, null)) {
                found |= tables.next();
            }
            addIndexes(about, connection.getCatalog(), in, name, leading);
        }
        return found ? leading : null;
    }

    private static void addIndexes(
            DatabaseMetaData about, String catalog, String schema, String table, Set<String> leading)
            throws SQLException {
        try (ResultSet indexes = about.getIndexInfo(catalog, schema, table, false, true)) {
            while (indexes.next()) {
                String column = indexes.getString("COLUMN_NAME");
                String condition = indexes.getString("FILTER_CONDITION");
                if (column != null && indexes.getShort("ORDINAL_POSITION") == 1) {
                    leading.add(column.toLowerCase(Locale.ROOT));
                }
                if (condition != null) {
                    leading.add(condition.toLowerCase(Locale.ROOT));
                }
            }
        }
    }

    /**
     * Which rows of which table a simple statement is for.
     *
     * @param table as it is written; empty where the statement is not simple
     */
    record Condition(String table, List<String> columns) {

        private static final Pattern TABLE =
                Pattern.compile("(?is)^\\s*(?:UPDATE|SELECT\\b.*?\\bFROM)\\s+([\\w.\"`\\[\\]$]+)(.*)");
        private static final Pattern WHERE = Pattern.compile("(?is)\\bWHERE\\b(.*?)(?:\\bORDER\\s+BY\\b.*)?$");
        private static final Pattern COLUMN = Pattern.compile(
                "(?i)(?<![\\w|.+(\\-]\\s{0,3})\\b([A-Za-z_]\\w*)\"?\\s*(?:=|>=?|<=?|\\bIS\\s+NULL|\\bIN\\b)");

        static Condition of(String sql) {
            Matcher table = TABLE.matcher(sql);
            Matcher where = WHERE.matcher(sql);
            boolean simple = table.matches() && !table.group(2).matches("(?is).*\\b(JOIN|SELECT|FROM)\\b.*");
            if (!simple || !where.find()) {
                return new Condition("", List.of());
            }
            List<String> columns = new ArrayList<>();
            Matcher column = COLUMN.matcher(where.group(1));
            while (column.find()) {
                columns.add(column.group(1));
            }
            return new Condition(table.group(1), columns.stream().distinct().toList());
        }

        String bareTable() {
            return table.replaceAll(".*\\.|[\"`\\[\\]]", "");
        }
    }

    static boolean hasWhere(String sql) {
        return sql.toUpperCase(Locale.ROOT).matches("(?s).*\\bWHERE\\b.*");
    }

    static boolean isUpdate(String sql) {
        return sql.strip().toUpperCase(Locale.ROOT).startsWith("UPDATE");
    }
}
