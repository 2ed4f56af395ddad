package io.dromedial.journal;

/** A row that did not become a record: its place, what the user gave (as {@link NewRecord#original}), and why. */
public record Reject(long line, String original, String error) {}
