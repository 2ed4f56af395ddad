package io.dromedial.simulator;

import java.time.Duration;

/** A body that comes slowly. */
public record Trickle(Duration gap, boolean endless) implements Fault {

    @Override
    public void play(Stage stage) {
        stage.trickle(gap, endless);
    }

    @Override
    public boolean processed() {
        return true;
    }

    @Override
    public String words() {
        return (endless ? "endless, " : "") + "a byte each " + gap.toMillis() + " ms";
    }
}
