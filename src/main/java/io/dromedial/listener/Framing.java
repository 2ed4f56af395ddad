package io.dromedial.listener;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/** How a request says what it wants and where it ends. What not every server reads alike can hide a request. */
public final class Framing {

    private Framing() {}

    /**
     * Whether it names a path of ours and one host, and there is one way to find its body's end: a length, or chunks,
     * and nothing else.
     */
    public static boolean isPlain(HttpServerRequest request) {
        return namesAPath(request) && namesOneHost(request) && endsInOneWay(request);
    }

    /**
     * Whether its body comes in chunks. Servers differ in what they take around a chunk's size and behind its end, Netty
     * takes much: what seems to follow such a body may be a part of it for whoever passed it on, and is not to be heard.
     */
    public static boolean isInChunks(HttpServerRequest request) {
        return request.headers().contains("Transfer-Encoding");
    }

    private static boolean namesAPath(HttpServerRequest request) {
        String target = request.uri();
        return target.startsWith("/") && target.chars().allMatch(c -> c > ' ' && c != 0x7f);
    }

    /** RFC 9112, 3.2: from HTTP/1.1 on, exactly one. */
    private static boolean namesOneHost(HttpServerRequest request) {
        int hosts = request.headers().getAll("Host").size();
        return hosts == 1 || hosts == 0 && request.version() == HttpVersion.HTTP_1_0;
    }

    private static boolean endsInOneWay(HttpServerRequest request) {
        List<String> codings = request.headers().getAll("Transfer-Encoding");
        boolean chunks = codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked");
        int lengths = request.headers().getAll("Content-Length").size();
        return codings.isEmpty() ? lengths <= 1 : chunks && lengths == 0;
    }
}
