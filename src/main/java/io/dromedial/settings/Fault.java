package io.dromedial.settings;

/** What is wrong with one value, as the words that follow its key. */
final class Fault extends Exception {

    private static final long serialVersionUID = 1L;

    Fault(String words) {
        super(words);
    }
}
