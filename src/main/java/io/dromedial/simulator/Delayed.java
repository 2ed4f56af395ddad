package io.dromedial.simulator;

import java.time.Duration;

/** The fault {@code then}, late. */
public record Delayed(Duration by, Fault then) implements Fault {

    @Override
    public void play(Stage stage) {
        stage.after(by, () -> then.play(stage));
    }

    @Override
    public boolean processed() {
        return then.processed();
    }

    @Override
    public String words() {
        return then.words() + " after " + by.toMillis() + " ms";
    }
}
