package io.dromedial.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.record.Column;
import java.math.BigDecimal;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A map of anything as texts: objects as dotted names, lists with commas, what belongs to a JSON column as JSON. */
final class Flattened {

    private static final ObjectMapper JSON = new ObjectMapper();
    private final Naming naming;

    Flattened(Naming naming) {
        this.naming = naming;
    }

    Map<String, String> of(Map<String, ?> record) {
        Map<String, String> flat = new LinkedHashMap<>();
        record.forEach((name, value) -> put(name, value, flat));
        return flat;
    }

    private void put(String name, Object value, Map<String, String> flat) {
        boolean json =
                naming.column(name).filter(c -> c.kind() == Column.Kind.JSON).isPresent();
        if (value instanceof Map<?, ?> object && !json) {
            object.forEach((key, inner) -> put(name + "." + key, inner, flat));
        } else {
            flat.put(name, text(value, json));
        }
    }

    private static String text(Object value, boolean json) {
        if (value instanceof Map || value instanceof Collection<?> list && (json || !isPlain(list))) {
            return json(value);
        }
        if (value instanceof Collection<?> list) {
            List<String> texts = new ArrayList<>();
            list.forEach(one -> texts.add(single(one)));
            return String.join(",", texts);
        }
        return json && (value instanceof Number || value instanceof Boolean) ? json(value) : single(value);
    }

    private static boolean isPlain(Collection<?> list) {
        return list.stream().noneMatch(one -> one instanceof Map || one instanceof Collection);
    }

    private static String single(Object value) {
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? plain(new BigDecimal(value.toString())) : value.toString();
        }
        if (value instanceof BigDecimal number) {
            return plain(number);
        }
        if (value instanceof Timestamp time) {
            return time.toLocalDateTime().toString();
        }
        if (value instanceof ZonedDateTime time) {
            return time.toOffsetDateTime().toString();
        }
        if (value instanceof Date date && !(value instanceof java.sql.Date) && !(value instanceof java.sql.Time)) {
            return date.toInstant().toString();
        }
        return value instanceof Clob clob
                ? read(clob)
                : Optional.ofNullable(value).map(Object::toString).orElse("");
    }

    /** Never with an exponent, and a whole number without a fraction: it may be a phone number. */
    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String read(Clob clob) {
        try {
            return clob.getSubString(1, Math.toIntExact(clob.length()));
        } catch (SQLException e) {
            throw new IllegalStateException("a CLOB column can't be read: " + e.getMessage(), e);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
