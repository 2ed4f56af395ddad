package io.dromedial.journal;

/** A callback or look-up as it came. */
public record RawReport(long id, long receivedAt, String channel, boolean applied, String raw) {}
