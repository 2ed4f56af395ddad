package io.dromedial.simulator;

import java.time.Clock;
import java.util.function.Function;

/** Where a dialect names its endpoints, and what it may use of the engine. */
public interface Endpoints {

    /**
     * Adds one endpoint.
     *
     * @param method {@code POST}, …
     * @param path with the provider's prefix; a segment in braces is a variable: {@code /voice2phone/call/{id}}
     * @param operation its name in ledger and faults, for example {@code voicenotify.call}
     * @param handler judges a request without any effect of its own: effects belong into the answer, since a fault
     *     may keep the request from being processed
     */
    Endpoints on(String method, String path, String operation, Function<Request, Answer> handler);

    SimulatorOptions options();

    /** Switches between ways in which a document can be read. */
    Quirks quirks();

    /** Sends callbacks and webhooks that no request of the runtime's asked for. */
    CallbackSender callbacks();

    Clock clock();
}
