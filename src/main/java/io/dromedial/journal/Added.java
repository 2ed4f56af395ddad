package io.dromedial.journal;

import java.util.List;

/**
 * What became of one chunk.
 *
 * @param duplicates those of the chunk that were known, each with the text for {@code _error}
 */
public record Added(int accepted, List<Duplicate> duplicates) {

    /** A record that is known already. */
    public record Duplicate(NewRecord record, String text) {}
}
