package io.dromedial.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Questions to the journal's database, each on a connection of its own; what fails is {@link JournalLost}. */
final class Query {

    private final DataSource source;

    Query(DataSource source) {
        this.source = source;
    }

    <T> List<T> list(String sql, Tx.RowReader<T> reader, Object... values) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = Tx.bind(statement, values).executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        } catch (SQLException e) {
            throw new JournalLost("the journal can't be read: " + e.getMessage(), e);
        }
    }

    /** The first number of the first row; 0 where there is none. */
    long count(String sql, Object... values) {
        return list(sql, r -> r.getLong(1), values).stream().findFirst().orElse(0L);
    }
}
