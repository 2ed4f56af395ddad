package io.dromedial.simulator;

/** A huge or endless body. */
public record Flood(long bytes) implements Fault {

    @Override
    public void play(Stage stage) {
        stage.flood(bytes < 0 ? Long.MAX_VALUE : bytes);
    }

    @Override
    public boolean processed() {
        return true;
    }

    @Override
    public String words() {
        return bytes < 0 ? "endless body" : "body of " + bytes + " bytes";
    }
}
