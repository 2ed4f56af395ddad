package io.dromedial.record;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a record stands, as users see it (CONTRACT 5); the number is what the journal stores. */
public enum State {
    DUE(0),
    SENDING(1),
    ACCEPTED(2),
    IN_DOUBT(3),
    COMPLETED(4),
    REJECTED(5),
    DEAD(6),
    CANCELLED(7),
    EXPIRED(8);

    private final int number;

    State(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The state's name in files, the API and the command line: {@code in_doubt}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True for a state that nothing but a person's redrive leaves. */
    public boolean settled() {
        return number >= COMPLETED.number;
    }

    /** True where the user may send the same reference again: nothing was delivered, and nothing will be. */
    public boolean releasesReference() {
        return settled() && this != COMPLETED;
    }

    public static State of(int number) {
        return values()[number];
    }

    public static Optional<State> ofWord(String word) {
        return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
    }
}
