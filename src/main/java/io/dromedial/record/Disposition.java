package io.dromedial.record;

import java.util.List;
import java.util.Set;

/** Our words for what became of a call in the end (CONTRACT 5). A user's own route may have others. */
public final class Disposition {

    /** There is nobody to be called again. */
    public static final Set<String> NOBODY = Set.of("invalid_number", "not_allowed");

    /** Somebody took the call. */
    public static final String ANSWERED = "answered";

    /** Nobody took it. */
    public static final Set<String> UNREACHED = Set.of(
            "busy", "no_answer", "declined", "invalid_number", "unavailable", "not_allowed", "not_performed", "failed");

    public static final List<String> ALL = List.of(
            ANSWERED,
            "voicemail",
            "hung_up",
            "played",
            "busy",
            "no_answer",
            "declined",
            "invalid_number",
            "unavailable",
            "not_allowed",
            "not_performed",
            "failed");

    private Disposition() {}
}
