package io.dromedial.journal;

import io.dromedial.record.Outcome;

/** What one attempt of one record came to, on its way into the journal. */
public record Settlement(Started started, Outcome outcome) {}
