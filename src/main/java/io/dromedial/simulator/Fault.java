package io.dromedial.simulator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** One way in which a provider or the network fails; it plays itself on the {@link Stage}. */
public sealed interface Fault {

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
        return new None(false);
    }

    /** The callbacks arrive before the answer. */
    static Fault callbackFirst() {
        return new None(true);
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
        return new Delay(by, none());
    }

    static Fault delay(Duration by, Fault then) {
        return new Delay(by, then);
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
        return new Hang(processed);
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

    /** The truth, at once or after the callbacks. */
    record None(boolean callbacksFirst) implements Fault {

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

    /** Another answer in place of the true one. */
    record Instead(int status, Map<String, String> headers, String contentType, String body, boolean processed)
            implements Fault {

        public Instead {
            headers = Map.copyOf(headers);
        }

        public Instead header(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Instead(status, more, contentType, body, processed);
        }

        /** Seconds, a date, or any nonsense that a client must bear. */
        public Instead retryAfter(String value) {
            return header("Retry-After", value);
        }

        public Instead body(String type, String text) {
            return new Instead(status, headers, type, text, processed);
        }

        /** The calls are placed all the same. */
        public Instead processing() {
            return new Instead(status, headers, contentType, body, true);
        }

        @Override
        public void play(Stage stage) {
            stage.send(new Reply(status, contentType, headers, body));
        }

        @Override
        public String words() {
            return "status " + status + (processed ? ", processed" : ", not processed");
        }
    }

    /** The fault {@code then}, late. */
    record Delay(Duration by, Fault then) implements Fault {

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

    /** The connection ends. */
    record Cut(When when, boolean reset, boolean processed) implements Fault {

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
            String moment = when.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
            return (reset ? "reset " : "closed ") + moment + (processed ? ", processed" : ", not processed");
        }
    }

    /** Silence. */
    record Hang(boolean processed) implements Fault {

        @Override
        public void play(Stage stage) {
            // nothing is ever said: that is the fault
        }

        @Override
        public String words() {
            return "never answered" + (processed ? ", processed" : ", not processed");
        }
    }

    /** A huge or endless body. */
    record Flood(long bytes) implements Fault {

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

    /** A body that comes slowly. */
    record Trickle(Duration gap, boolean endless) implements Fault {

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
}
