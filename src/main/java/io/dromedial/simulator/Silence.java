package io.dromedial.simulator;

/** Silence. */
public record Silence(boolean processed) implements Fault {

    @Override
    public void play(Stage stage) {
        // nothing is ever said: that is the fault
    }

    @Override
    public String words() {
        return "never answered" + (processed ? ", processed" : ", not processed");
    }
}
