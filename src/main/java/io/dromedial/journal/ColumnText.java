package io.dromedial.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** Texts from outside as a column takes them: without the NUL that PostgreSQL refuses, and cut to its width. */
final class ColumnText {

    private ColumnText() {}

    static String of(String text, int most) {
        String clean = text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
        if (clean.length() <= most) {
            return clean;
        }
        boolean half = Character.isHighSurrogate(clean.charAt(most - 1));
        return clean.substring(0, half ? most - 1 : most);
    }

    /** Sets it, an empty one as NULL. */
    static void set(PreparedStatement statement, int at, String text, int most) throws SQLException {
        if (text.isEmpty()) {
            statement.setNull(at, Types.VARCHAR);
        } else {
            statement.setString(at, of(text, most));
        }
    }
}
