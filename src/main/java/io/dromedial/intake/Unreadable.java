package io.dromedial.intake;

/** A cell's text is not what its column takes; the message is for its owner. Carries no stack, since rows are many. */
final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    Unreadable(String text) {
        super(text, null, false, false);
    }
}
