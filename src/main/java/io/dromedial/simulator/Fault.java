package io.dromedial.simulator;

import java.time.Duration;
import java.util.Map;

/** One way in which a provider or the network fails; it plays itself on the {@link Stage}. */
public sealed interface Fault permits Truth, Instead, Delayed, Cut, Silence, Flood, Trickle {

    void play(Stage stage);

    /** Whether the request is processed all the same: calls are placed, callbacks go out. */
    boolean processed();

    /** Whether it strikes before the body is read; nothing of the request is known then. */
    default boolean beforeReading() {
        return false;
    }

    /** Whether callbacks go out at once, and the answer only after them. */
    default boolean callbacksFirst() {
        return false;
    }

    /** For the ledger and people. */
    default String words() {
        return toString();
    }

    /** None: the truth is told. */
    static Fault none() {
        return new Truth(false);
    }

    /** The callbacks arrive before the answer. */
    static Fault callbackFirst() {
        return new Truth(true);
    }

    /** Another answer with an empty body; the request is not processed. */
    static Instead status(int code) {
        return new Instead(code, Map.of(), "", "", false);
    }

    static Instead redirect(int code, String location) {
        return status(code).header("Location", location);
    }

    /** 200 and a body that is no JSON; the request was processed. */
    static Instead garbage() {
        return status(200)
                .body("application/json", "{\"success\":\u0000\"1\",<<<~~")
                .processing();
    }

    static Instead emptyBody() {
        return status(200).processing();
    }

    static Instead html() {
        return status(200)
                .body("text/html; charset=utf-8", "<!DOCTYPE html><html><body><h1>Welcome</h1></body></html>")
                .processing();
    }

    /** Processed at once, answered late. */
    static Fault delay(Duration by) {
        return new Delayed(by, none());
    }

    static Fault delay(Duration by, Fault then) {
        return new Delayed(by, then);
    }

    /** Processed, and the connection closes without an answer. */
    static Cut lostAnswer() {
        return new Cut(Cut.When.AFTER_READING, false, true);
    }

    /** Read, not processed, and the connection closes without an answer. */
    static Cut lostRequest() {
        return new Cut(Cut.When.AFTER_READING, false, false);
    }

    /** The connection closes at the head of the request, before its body is read. */
    static Cut closeBeforeReading() {
        return new Cut(Cut.When.BEFORE_READING, false, false);
    }

    /** Processed, and the connection closes in the middle of the answer's body. */
    static Cut halfAnswer() {
        return new Cut(Cut.When.HALF_ANSWER, false, true);
    }

    /** Never an answer; the connection stays open. */
    static Fault hang(boolean processed) {
        return new Silence(processed);
    }

    /** Processed; a body of that many bytes, or without end where negative. */
    static Fault flood(long bytes) {
        return new Flood(bytes);
    }

    /** Processed; the answer comes byte by byte, each after the gap. */
    static Fault trickle(Duration gap) {
        return new Trickle(gap, false);
    }

    /** Processed; blanks come byte by byte and never end. */
    static Fault endlessTrickle(Duration gap) {
        return new Trickle(gap, true);
    }
}
