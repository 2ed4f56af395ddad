package io.dromedial.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dromedial.record.Result;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A record and what became of it as one row: the user's own columns, then ours, all texts but {@code _attempts}. A
 * column of the user's with a name of ours gives way. What is not known is an empty text.
 */
public final class ResultMap {

    /** Our columns, in their order. */
    public static final List<String> COLUMNS = List.of(
            "_reference",
            "_state",
            "_disposition",
            "_provider_code",
            "_provider_ref",
            "_digits",
            "_detail",
            "_attempts",
            "_error",
            "_accepted_at",
            "_completed_at");

    private static final Set<String> OURS = Set.copyOf(COLUMNS);
    private static final JsonFactory JSON = new JsonFactory();

    private ResultMap() {}

    /** The columns of a batch's results: the user's as they came, without those that ours replace, then ours. */
    public static List<String> columns(List<String> header) {
        Set<String> seen = new HashSet<>(OURS);
        List<String> all = new ArrayList<>(header.size() + COLUMNS.size());
        header.stream().filter(seen::add).forEach(all::add);
        all.addAll(COLUMNS);
        return Collections.unmodifiableList(all);
    }

    /**
     * @param header the batch's; asked only where the record is a row of it
     * @return in the order of {@link #columns}; the caller's own, to be changed at will
     */
    public static Map<String, Object> of(RecordView view, Supplier<List<String>> header) {
        Map<String, Object> row = original(view.original().isEmpty() ? view.fields() : view.original(), header);
        addOurs(row, view);
        return row;
    }

    /**
     * The user's own columns of a row as it stands in the journal: a JSON array in the order of the header, or an
     * object.
     */
    public static Map<String, Object> original(String json, Supplier<List<String>> header) {
        Map<String, Object> row = new LinkedHashMap<>(64);
        if (json.startsWith("[")) {
            addCells(row, header.get(), json);
        } else {
            row.putAll(Json.object(json));
            row.keySet().removeAll(OURS);
        }
        return row;
    }

    private static void addCells(Map<String, Object> row, List<String> header, String original) {
        try (JsonParser cells = JSON.createParser(original)) {
            cells.nextToken();
            JsonToken cell = cells.nextToken();
            for (String column : header) {
                boolean given = cell != null && cell != JsonToken.END_ARRAY;
                String text = given && cell != JsonToken.VALUE_NULL ? cells.getText() : "";
                if (!OURS.contains(column)) {
                    row.putIfAbsent(column, text);
                }
                cell = given ? cells.nextToken() : cell;
            }
        } catch (IOException e) {
            throw new IllegalStateException("the journal holds a row that can't be read: " + e.getMessage(), e);
        }
    }

    private static void addOurs(Map<String, Object> row, RecordView view) {
        Standing standing = view.standing();
        Result result = standing.result();
        row.put("_reference", view.reference());
        row.put("_state", standing.state().word());
        row.put("_disposition", result.disposition());
        row.put("_provider_code", result.code());
        row.put("_provider_ref", result.providerRef());
        row.put("_digits", result.digits());
        row.put("_detail", detail(view));
        row.put("_attempts", standing.attempts());
        row.put("_error", standing.error());
        row.put("_accepted_at", time(standing.acceptedAt()));
        row.put("_completed_at", time(standing.completedAt()));
    }

    /** Of a record on a ladder also the step of which all this is told. */
    private static String detail(RecordView view) {
        Map<String, Object> detail =
                new LinkedHashMap<>(view.standing().result().detail());
        if (view.onLadder()) {
            detail.put("step", view.step());
        }
        return detail.isEmpty() ? "" : Json.write(detail);
    }

    /** ISO 8601 in UTC; empty for 0. */
    public static String time(long millis) {
        return millis == 0 ? "" : Instant.ofEpochMilli(millis).toString();
    }
}
