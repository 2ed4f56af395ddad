package io.dromedial.simulator;

/** The truth, at once or after the callbacks. */
public record Truth(boolean callbacksFirst) implements Fault {

    @Override
    public void play(Stage stage) {
        stage.answer();
    }

    @Override
    public boolean processed() {
        return true;
    }

    @Override
    public String words() {
        return callbacksFirst ? "answered after the callback" : "answered";
    }
}
