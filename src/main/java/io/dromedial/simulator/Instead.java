package io.dromedial.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** Another answer in place of the true one. */
public record Instead(int status, Map<String, String> headers, String contentType, String body, boolean processed)
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
