package io.dromedial.delivery.http;

import java.io.IOException;

/** The answer was too long or too slow, and was given up; what became of the request is unknown. */
public final class AnswerUnreadable extends IOException {
    private static final long serialVersionUID = 1L;

    AnswerUnreadable(String message) {
        super(message);
    }

    static AnswerUnreadable tooLong() {
        return new AnswerUnreadable("the answer is longer than " + Departure.LONGEST_ANSWER / 1024 + " KiB");
    }

    static AnswerUnreadable tooSlow(long millis) {
        return new AnswerUnreadable("no whole answer within " + millis + " ms");
    }
}
