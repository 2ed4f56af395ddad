package io.dromedial.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP answer as a provider words it. An empty content type sends none. */
public record Reply(int status, String contentType, Map<String, String> headers, String body) {

    public Reply {
        headers = Map.copyOf(headers);
    }

    /** A 200 whose body is the given tree of maps and lists. */
    public static Reply json(Object tree) {
        return json(200, tree);
    }

    public static Reply json(int status, Object tree) {
        return jsonText(status, Json.text(tree));
    }

    /** JSON, or what a provider takes for it, letter by letter. */
    public static Reply jsonText(int status, String body) {
        return new Reply(status, "application/json", Map.of(), body);
    }

    public static Reply html(int status, String body) {
        return new Reply(status, "text/html; charset=utf-8", Map.of(), body);
    }

    public static Reply empty(int status) {
        return new Reply(status, "", Map.of(), "");
    }

    public Reply header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, contentType, more, body);
    }
}
