package io.dromedial.report;

import java.util.Map;

/** The user's routes that answer live requests. */
public interface Deciding {

    /** Whether there is a running route for the operation. */
    boolean ready(String operation);

    /**
     * What the route leaves as its body. Holds the thread until the route ends.
     *
     * @throws Exception what the route failed with
     */
    Object decide(String operation, Map<String, Object> body) throws Exception;
}
