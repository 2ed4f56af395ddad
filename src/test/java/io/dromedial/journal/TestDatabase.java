package io.dromedial.journal;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The databases that a journal stands on; each URL is a fresh one. Its tables are made once a JVM and copied: making
 * them takes longer than most tests.
 */
public enum TestDatabase {
    HSQLDB {
        @Override
        public String freshUrl() {
            return "jdbc:hsqldb:file:journal/journal";
        }

        @Override
        public void furnish(Path home) {
            copy(Template.FILES, home.resolve("journal"));
        }
    },
    POSTGRESQL {
        @Override
        public String freshUrl() {
            return create(" TEMPLATE " + Server.TEMPLATE);
        }

        @Override
        public String emptyUrl() {
            return create("");
        }

        private String create(String template) {
            String name = "journal_" + NUMBER.incrementAndGet();
            try (Connection connection = DriverManager.getConnection(Server.url("postgres"));
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name + template);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return Server.url(name);
        }
    };

    private static final AtomicInteger NUMBER = new AtomicInteger();

    public abstract String freshUrl();

    /** One without any table. */
    public String emptyUrl() {
        return freshUrl();
    }

    /** Puts the tables there that the first opening of a fresh URL would make in this home. */
    public void furnish(Path home) {}

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An HSQLDB journal in which nothing was ever written. */
    private static final class Template {
        private static final Path FILES = make();

        private static Path make() {
            try {
                Path home = Files.createTempDirectory("template");
                HSQLDB.open(home, HSQLDB.freshUrl()).close();
                return home.resolve("journal");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

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
        private static final String TEMPLATE = template();

        private static String template() {
            String name = "journal_template";
            try (Connection connection = DriverManager.getConnection(url("postgres"));
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
                POSTGRESQL
                        .open(Files.createTempDirectory("template"), url(name))
                        .close();
                return name;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

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
