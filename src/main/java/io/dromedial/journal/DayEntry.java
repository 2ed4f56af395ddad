package io.dromedial.journal;

import java.util.Optional;

/**
 * One line of a day's file, of a batch without a name.
 *
 * @param seq its place in the order in which such lines came to be
 * @param at when the record settled or the row was set aside, in epoch milliseconds
 * @param record what it tells of, as it stands now; empty for a row that could not become a record
 */
public record DayEntry(
        long seq,
        Kind kind,
        long at,
        String operation,
        long batch,
        Optional<RecordView> record,
        Optional<Reject> reject) {

    /** What became of it. */
    public enum Kind {
        DEAD_LETTER,
        SET_ASIDE,
        ANSWERED
    }
}
