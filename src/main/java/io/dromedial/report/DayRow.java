package io.dromedial.report;

import io.dromedial.journal.DayEntry;
import io.dromedial.journal.RecordView;
import io.dromedial.journal.Reject;
import io.dromedial.journal.ResultMap;
import io.dromedial.record.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One row of a day's file: the user's columns, then ours.
 *
 * @param ours the names of our columns, in order
 */
record DayRow(List<String> ours, Map<String, String> cells) {

    private static final List<String> SET_ASIDE = List.of("_line", "_error");

    /**
     * @param header the batch's, asked only where its rows are cells without names
     * @return nothing for a record that was given another chance since: it comes again when it is settled again
     */
    static Optional<DayRow> of(DayEntry entry, Supplier<List<String>> header) {
        return switch (entry.kind()) {
            case DEAD_LETTER ->
                entry.record().filter(DayRow::deadLetter).map(v -> row(BatchFiles.DEAD_LETTER, dead(v, header)));
            case ANSWERED -> entry.record().map(v -> row(ResultMap.COLUMNS, ResultMap.of(v, header)));
            case SET_ASIDE -> entry.reject().map(r -> row(SET_ASIDE, setAside(r, header)));
        };
    }

    private static boolean deadLetter(RecordView view) {
        State state = view.standing().state();
        return state == State.DEAD || state == State.REJECTED;
    }

    private static Map<String, Object> dead(RecordView view, Supplier<List<String>> header) {
        String given = view.original().isEmpty() ? view.fields() : view.original();
        Map<String, Object> all = ResultMap.original(given, header);
        Map<String, Object> told = ResultMap.of(view, header);
        int status = view.standing().lastStatus();
        told.put(BatchFiles.LAST_STATUS, status == 0 ? "" : status);
        BatchFiles.DEAD_LETTER.forEach(name -> all.put(name, told.get(name)));
        return all;
    }

    private static Map<String, Object> setAside(Reject reject, Supplier<List<String>> header) {
        Map<String, Object> all = ResultMap.original(reject.original(), header);
        all.put("_line", reject.line());
        all.put("_error", reject.error());
        return all;
    }

    private static DayRow row(List<String> ours, Map<String, Object> values) {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((name, value) -> texts.put(name, value == null ? "" : String.valueOf(value)));
        return new DayRow(ours, texts);
    }
}
