package io.dromedial.bench;

import java.util.List;

/**
 * One line of the table.
 *
 * @param loopInFlight the loop that it stands beside: with as many in flight; 0 for none
 */
record Part(
        String name, Kind kind, boolean postgres, int records, int timed, int inFlight, int group, int loopInFlight) {

    enum Kind {
        LOOP,
        INTAKE,
        SEND
    }

    static Part loop(int requests, int inFlight) {
        return new Part(
                "HttpClient 5 loop, " + inFlight + " in flight",
                Kind.LOOP,
                false,
                requests,
                requests,
                inFlight,
                1,
                inFlight);
    }

    static Part intake(int rows, boolean postgres) {
        return new Part("intake of a CSV, " + database(postgres), Kind.INTAKE, postgres, rows, rows, 32, 1, 0);
    }

    static Part send(int records, int inFlight, boolean postgres) {
        return new Part(
                "one record a request, " + inFlight + " in flight, " + database(postgres),
                Kind.SEND,
                postgres,
                records,
                records,
                inFlight,
                1,
                inFlight);
    }

    static Part grouped(int records, int group, boolean postgres) {
        return new Part(
                "group of " + group + ", 32 in flight, " + database(postgres),
                Kind.SEND,
                postgres,
                records,
                records,
                32,
                group,
                0);
    }

    /** The first of many due records, at most 20,000 of them. */
    static Part backlog(int records, boolean postgres) {
        int timed = records < 1_000_000 ? Math.min(records, 20_000) : 200_000;
        return new Part(
                String.format("the first %,d of %,d due, %s", timed, records, database(postgres)),
                Kind.SEND,
                postgres,
                records,
                timed,
                32,
                1,
                32);
    }

    private static String database(boolean postgres) {
        return postgres ? "PostgreSQL" : "HSQLDB";
    }

    List<String> arguments(String home, String stub, String database, int warmUp) {
        return List.of(
                kind.name().toLowerCase(java.util.Locale.ROOT),
                home,
                stub,
                database,
                String.valueOf(records),
                String.valueOf(timed),
                String.valueOf(inFlight),
                String.valueOf(group),
                String.valueOf(warmUp));
    }
}
