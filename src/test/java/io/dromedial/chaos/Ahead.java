package io.dromedial.chaos;

import io.dromedial.app.Home;
import io.dromedial.app.Runtime;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** The runtime as a program whose clock is ahead, so that days pass in minutes; SIGTERM ends it in order. */
final class Ahead {

    private static final String DAYS = "chaos.ahead.days";

    private Ahead() {}

    static String option(long days) {
        return "-D" + DAYS + "=" + days;
    }

    /** @param args its home */
    public static void main(String[] args) {
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofDays(Long.getLong(DAYS, 0)));
        Runtime runtime = Runtime.start(new Runtime.Plan(
                new Home(Path.of(args[0])),
                clock,
                Map.of(),
                true,
                lost -> java.lang.Runtime.getRuntime().halt(1)));
        java.lang.Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            runtime.stop(Duration.ofSeconds(30));
            java.lang.Runtime.getRuntime().halt(0);
        }));
    }
}
