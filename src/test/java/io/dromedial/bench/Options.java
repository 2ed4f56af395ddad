package io.dromedial.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What to measure.
 *
 * @param only what a part's name must contain to be measured; empty for all
 * @param jvm options of the measured JVMs
 */
record Options(int rows, int runs, int warmUp, boolean million, boolean postgres, String only, List<String> jvm) {

    static final String USAGE =
            "bench/run [--rows N] [--runs N] [--warm-up N] [--million] [--no-postgres] [--only TEXT] [--jvm OPTIONS]";

    /** What {@code bin/dromedial run} adds. */
    private static final String LIKE_THE_LAUNCHER = "-XX:Tier4InvocationThreshold=20000"
            + " -XX:Tier4MinInvocationThreshold=5000 -XX:Tier4CompileThreshold=40000"
            + " -XX:Tier4BackEdgeThreshold=200000"
            + (java.lang.Runtime.getRuntime().availableProcessors() > 2 ? "" : " -XX:+UseSerialGC");

    static Options read(String[] arguments) {
        List<String> given = new ArrayList<>(Arrays.asList(arguments));
        Options options = new Options(
                number(given, "--rows", 100_000),
                number(given, "--runs", 3),
                number(given, "--warm-up", 200_000),
                given.remove("--million"),
                !given.remove("--no-postgres"),
                text(given, "--only", ""),
                Stream.of(text(given, "--jvm", LIKE_THE_LAUNCHER).split("\\s+"))
                        .filter(o -> !o.isEmpty())
                        .toList());
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("'" + given.get(0) + "' is not known; " + USAGE);
        }
        return options;
    }

    private static int number(List<String> given, String name, int otherwise) {
        return Integer.parseInt(text(given, name, String.valueOf(otherwise)));
    }

    private static String text(List<String> given, String name, String otherwise) {
        int at = given.indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        if (at + 1 == given.size()) {
            throw new IllegalArgumentException(name + " needs a value; " + USAGE);
        }
        given.remove(at);
        return given.remove(at);
    }
}
