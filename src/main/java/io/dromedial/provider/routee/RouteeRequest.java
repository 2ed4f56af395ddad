package io.dromedial.provider.routee;

import io.dromedial.record.Outcome;
import java.util.List;
import java.util.Map;

/** A request that needs a token, and may be made once more where its token was not taken: that took nothing else. */
interface RouteeRequest {

    /** How often it went out. */
    int tried();

    /** It goes out now. */
    void goes();

    Map<String, String> headers();

    Object body();

    /** What it means for the route that no token can be had. */
    Object barred(Outcome.Deferred why);

    static boolean refusesToken(int status) {
        return status == 401 || status == 403;
    }

    /**
     * A campaign on its way.
     *
     * @param records in the order of their callees
     */
    final class Campaign implements RouteeRequest {

        final List<Map<String, String>> records;
        final String name;
        private final byte[] body;
        private int tried;

        Campaign(List<Map<String, String>> records, String name, byte[] body) {
            this.records = records;
            this.name = name;
            this.body = body;
        }

        @Override
        public int tried() {
            return tried;
        }

        @Override
        public void goes() {
            tried++;
        }

        @Override
        public Map<String, String> headers() {
            return Map.of("CamelHttpMethod", "POST", "Content-Type", "application/json");
        }

        @Override
        public Object body() {
            return body;
        }

        @Override
        public Object barred(Outcome.Deferred why) {
            return why;
        }
    }
}
