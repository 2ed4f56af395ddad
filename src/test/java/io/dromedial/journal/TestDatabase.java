package io.dromedial.journal;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** The databases that a journal stands on; each URL is a fresh one. */
public enum TestDatabase {
    HSQLDB {
        @Override
        public String freshUrl() {
            return "jdbc:hsqldb:file:journal/journal";
        }
    },
    POSTGRESQL {
        @Override
        public String freshUrl() {
            String name = "journal_" + NUMBER.incrementAndGet();
            try (Connection connection = DriverManager.getConnection(Server.url("postgres"));
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return Server.url(name);
        }
    };

    private static final AtomicInteger NUMBER = new AtomicInteger();

    public abstract String freshUrl();

    /** The URL for a connection beside the journal's own. */
    public String absolute(Path home, String url) {
        return url.replace("jdbc:hsqldb:file:", "jdbc:hsqldb:file:" + home + "/");
    }

    public JournalDatabase open(Path home, String url) {
        return JournalDatabase.open(home, url, "", "");
    }

    /** One server a JVM. */
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        static String url(String database) {
            return "jdbc:postgresql://127.0.0.1:" + POSTGRES.getPort() + "/" + database + "?user=postgres";
        }

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("max_connections", "300")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
