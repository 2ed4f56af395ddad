package io.dromedial.journey;

import io.dromedial.journal.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** A legacy database, as somebody else has one, and what its owner does with it. */
final class Legacy implements AutoCloseable {

    /** May read only what it was granted; PostgreSQL's databases share it. */
    static final String READER = "reader";

    private final TestDatabase kind;
    private final String url;

    private Legacy(TestDatabase kind, String url) {
        this.kind = kind;
        this.url = url;
    }

    static Legacy on(TestDatabase kind) {
        return new Legacy(
                kind,
                kind == TestDatabase.HSQLDB
                        ? "jdbc:hsqldb:mem:" + UUID.randomUUID() + ";hsqldb.tx=mvcc"
                        : kind.freshUrl());
    }

    /** One that a child JVM can open too; HSQLDB's only while nobody else has it open. */
    static Legacy shared(TestDatabase kind, java.nio.file.Path folder) {
        return new Legacy(
                kind,
                kind == TestDatabase.HSQLDB
                        ? "jdbc:hsqldb:file:" + folder.resolve("legacy")
                                + ";hsqldb.lock_file=false;hsqldb.write_delay=false" + ";shutdown=true"
                        : kind.freshUrl());
    }

    /** Makes it the house's legacy database of that name. */
    House in(House house, String name) {
        return house.set("legacy." + name + ".url", url).set("legacy." + name + ".username", owner());
    }

    /** As somebody who may read only the table. */
    void readOnly(House house, String name, String table) {
        run(
                kind == TestDatabase.HSQLDB
                        ? "CREATE USER " + READER + " PASSWORD 'reader'"
                        : "DO $$ BEGIN CREATE ROLE " + READER
                                + " LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        run("GRANT SELECT ON " + table + " TO " + READER);
        house.set("legacy." + name + ".url", url.replace("?user=postgres", ""))
                .set(
                        "legacy." + name + ".username",
                        kind == TestDatabase.HSQLDB ? READER.toUpperCase(Locale.ROOT) : READER)
                .set("legacy." + name + ".password", "reader");
    }

    String url() {
        return url;
    }

    private String owner() {
        return kind == TestDatabase.HSQLDB ? "SA" : "postgres";
    }

    /** For what its owner does in a transaction. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, owner(), "");
    }

    Legacy run(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    /** The first column. */
    List<String> rows(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(found.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (kind == TestDatabase.HSQLDB && url.contains(":mem:")) {
            run("SHUTDOWN");
        }
    }
}
