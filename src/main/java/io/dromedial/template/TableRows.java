package io.dromedial.template;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.component.sql.DefaultRowMapperFactory;
import org.springframework.jdbc.core.ColumnMapRowMapper;
import org.springframework.jdbc.core.RowMapper;

/**
 * Rows of a table as users see them: no padding, times with the offset that they have or with none, numbers with as many
 * decimals as their column has.
 */
final class TableRows extends DefaultRowMapperFactory {

    private static final Set<Integer> BINARY =
            Set.of(Types.BLOB, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.ARRAY, Types.STRUCT);
    /** As drivers number them beside the standard. */
    private static final Set<Integer> WITH_OFFSET = Set.of(Types.TIMESTAMP_WITH_TIMEZONE, -101, -102, -155);

    /** Whether a column of that type can't be turned into text. */
    static boolean unreadable(int type) {
        return BINARY.contains(type);
    }

    @Override
    public RowMapper<?> newColumnRowMapper() {
        return new Mapper();
    }

    private static final class Mapper extends ColumnMapRowMapper {

        @Override
        protected Object getColumnValue(ResultSet row, int column) throws SQLException {
            ResultSetMetaData about = row.getMetaData();
            int type = about.getColumnType(column);
            if (unreadable(type)) {
                throw new IllegalArgumentException("the column " + about.getColumnLabel(column) + " is "
                        + about.getColumnTypeName(column) + ", which is no text; leave it out of the SELECT");
            }
            switch (type) {
                case Types.CHAR, Types.NCHAR:
                    return stripped(row.getString(column));
                case Types.CLOB, Types.NCLOB, Types.LONGVARCHAR, Types.LONGNVARCHAR, Types.SQLXML:
                    return row.getString(column);
                case Types.TIMESTAMP:
                    return zoned(about.getColumnTypeName(column))
                            ? row.getObject(column, OffsetDateTime.class)
                            : row.getObject(column, LocalDateTime.class);
                case Types.DECIMAL, Types.NUMERIC:
                    return number(row.getBigDecimal(column), about.getScale(column));
                default:
                    return WITH_OFFSET.contains(type)
                            ? row.getObject(column, OffsetDateTime.class)
                            : super.getColumnValue(row, column);
            }
        }

        private static String stripped(String text) {
            return text == null ? null : text.stripTrailing();
        }

        private static boolean zoned(String typeName) {
            return typeName.toLowerCase(Locale.ROOT).contains("timestamptz");
        }

        private static Object number(BigDecimal number, int scale) {
            return number == null || scale <= 0 ? number : number.toPlainString();
        }
    }
}
