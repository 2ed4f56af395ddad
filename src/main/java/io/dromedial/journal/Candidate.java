package io.dromedial.journal;

import java.util.Map;

/** A due record that could be sent now. */
public record Candidate(
        long id, long batch, long groupKey, String reference, Map<String, String> fields, Standing standing) {}
