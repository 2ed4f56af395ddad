package io.dromedial.listener;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** How a request's body is framed. Two ways at once, or one that not every server reads alike, can hide a request. */
public final class Framing {

    private Framing() {}

    /** Whether there is one way to find the body's end: a length, or chunks, and nothing else. */
    public static boolean isPlain(HttpServerRequest request) {
        List<String> codings = request.headers().getAll("Transfer-Encoding");
        boolean chunks = codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked");
        int lengths = request.headers().getAll("Content-Length").size();
        return codings.isEmpty() ? lengths <= 1 : chunks && lengths == 0;
    }
}
