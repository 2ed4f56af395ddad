package io.dromedial.provider;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A live request of a provider's to us: a POST to the public port that waits for what the user's route
 * {@code direct:<operation>} decides. Every method is total and answers from memory; none may log what it is given.
 */
public interface Inbound {

    /** {@code provider.name}; nothing of that name can be sent. */
    String operation();

    /** The path on the public port, without the secret. */
    String path();

    /** What must follow the path, where it is set; then the bare path is unknown. */
    Optional<String> secret();

    boolean welcomes(InetAddress from);

    /** Reads a body, which may be cut or hold anything. */
    Asked read(byte[] body);

    /** Judges what the route left as its body. */
    Said judge(Object left);

    /** What is answered where no route decides in time. */
    Map<String, Object> fallback();

    /** What a reply looks like in the journal. */
    default Map<String, Object> kept(Map<String, Object> reply) {
        return reply;
    }

    /** Beans for users' routes, by name. */
    default Map<String, Object> beans() {
        return Map.of();
    }

    /**
     * A request as it may be given on, logged and stored.
     *
     * @param body for the route, which may change it
     * @param fields for the journal, in the order of a result's columns
     * @param providerRef the provider's name for the conversation
     * @param problem why there is none to be given on; empty where there is
     */
    record Asked(Map<String, Object> body, Map<String, String> fields, String providerRef, String problem) {
        public Asked {
            body = new LinkedHashMap<>(body);
            fields = new LinkedHashMap<>(fields);
        }

        /** Nothing of the request is kept. */
        public static Asked unreadable(String problem) {
            return new Asked(Map.of(), Map.of(), "", problem);
        }
    }

    /**
     * What is answered.
     *
     * @param reply as it goes out, as JSON
     * @param problem why it is not fit to go out, without what was given; empty where it is
     */
    record Said(Map<String, Object> reply, String problem) {
        public static Said reply(Map<String, Object> reply) {
            return new Said(reply, "");
        }

        public static Said unfit(String problem) {
            return new Said(Map.of(), problem);
        }
    }
}
