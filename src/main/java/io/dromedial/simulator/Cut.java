package io.dromedial.simulator;

import java.util.Locale;

/** The connection ends. */
public record Cut(When when, boolean reset, boolean processed) implements Fault {

    /** How far the exchange had come. */
    public enum When {
        BEFORE_READING,
        AFTER_READING,
        HALF_ANSWER
    }

    /** Ends with RST instead of FIN. */
    public Cut withReset() {
        return new Cut(when, true, processed);
    }

    @Override
    public boolean beforeReading() {
        return when == When.BEFORE_READING;
    }

    @Override
    public void play(Stage stage) {
        if (when == When.HALF_ANSWER) {
            stage.sendHalf(() -> stage.end(reset));
        } else {
            stage.end(reset);
        }
    }

    @Override
    public String words() {
        String moment = when.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return (reset ? "reset " : "closed ") + moment + (processed ? ", processed" : ", not processed");
    }
}
