package io.dromedial.template;

import java.math.BigDecimal;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;

/**
 * Gives a statement's parameters as the database wants them, where its driver tells: what a record holds are texts, and
 * strict databases take none for a time or a number. An empty text is none there. Times are UTC.
 */
final class TypedParameters extends DefaultSqlPrepareStatementStrategy {

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    @Override
    public void populateStatement(PreparedStatement statement, Iterator<?> values, int expected) throws SQLException {
        Optional<ParameterMetaData> types = types(statement);
        super.populateStatement(statement, types.isPresent() ? new Typed(values, types.get()) : values, expected);
    }

    private static Optional<ParameterMetaData> types(PreparedStatement statement) {
        try {
            return Optional.ofNullable(statement.getParameterMetaData());
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    private static final class Typed implements Iterator<Object> {
        private final Iterator<?> values;
        private final ParameterMetaData types;
        private int at;

        Typed(Iterator<?> values, ParameterMetaData types) {
            this.values = values;
            this.types = types;
        }

        @Override
        public boolean hasNext() {
            return values.hasNext();
        }

        @Override
        public Object next() {
            Object value = values.next();
            at++;
            if (!(value instanceof String text)) {
                return value;
            }
            try {
                return typed(text, types.getParameterType(at), types.getParameterTypeName(at));
            } catch (SQLException e) {
                return value;
            }
        }
    }

    /** Left as it is where it can't be what is wanted: the database then says so. */
    private static Object typed(String text, int type, String typeName) {
        boolean none = text.isEmpty();
        switch (type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.DECIMAL, Types.NUMERIC:
                return none ? null : NUMBER.matcher(text).matches() ? new BigDecimal(text) : text;
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE:
                boolean zoned = type == Types.TIMESTAMP_WITH_TIMEZONE || "timestamptz".equals(typeName);
                return none ? null : time(text, zoned);
            default:
                return text;
        }
    }

    private static Object time(String text, boolean zoned) {
        try {
            OffsetDateTime time = Instant.parse(text).atOffset(ZoneOffset.UTC);
            return zoned ? time : time.toLocalDateTime();
        } catch (DateTimeParseException e) {
            return text;
        }
    }
}
