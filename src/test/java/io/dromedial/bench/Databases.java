package io.dromedial.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL server that keeps what it acknowledges, and a fresh database of it for each part. */
final class Databases implements AutoCloseable {

    private EmbeddedPostgres server;
    private int made;

    /** The URL of a new, empty database. */
    String fresh() throws IOException, SQLException {
        if (server == null) {
            server = EmbeddedPostgres.builder()
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .start();
        }
        String name = "bench_" + ++made;
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            if (made > 1) {
                statement.execute("DROP DATABASE bench_" + (made - 1) + " WITH (FORCE)");
            }
            statement.execute("CREATE DATABASE " + name);
            statement.execute("CHECKPOINT");
        }
        return url(name);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database + "?user=postgres";
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
