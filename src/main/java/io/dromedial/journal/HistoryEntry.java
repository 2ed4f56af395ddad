package io.dromedial.journal;

import io.dromedial.record.State;

/**
 * One thing that happened to a record.
 *
 * @param kind attempt, callback, poll, time-out, recovery, redrive, resolve, cancel, expired
 * @param startedAt when the attempt began, epoch milliseconds, 0 where it is none
 * @param state what the record became by it
 * @param status the HTTP status, 0 for none
 */
public record HistoryEntry(
        int version, long at, String kind, int attempt, long startedAt, State state, int status, String text) {}
