package io.dromedial.delivery.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * What Vert.x says of a connection that fails: an ERROR line that repeats the other side's bytes, which may be a
 * number or a text. What became of the record is told anyway, so nothing is lost. Turned off here and not only in
 * {@code config/logback.xml}, which users replace.
 */
final class WireLog {

    private static final List<String> LOGGERS = List.of(
            "io.vertx.core.net.impl.ConnectionBase",
            "io.vertx.core.http.impl.HttpClientRequestImpl",
            "io.vertx.core.http.impl.HttpClientResponseImpl");

    private WireLog() {}

    static void silence() {
        for (String name : LOGGERS) {
            if (LoggerFactory.getLogger(name) instanceof Logger logger) {
                logger.setLevel(Level.OFF);
            }
        }
    }
}
