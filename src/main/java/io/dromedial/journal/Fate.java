package io.dromedial.journal;

/** What became of a report: it moved its record, was kept beside one that it no longer moves, or names none of ours. */
public enum Fate {
    APPLIED,
    KEPT,
    UNKNOWN
}
