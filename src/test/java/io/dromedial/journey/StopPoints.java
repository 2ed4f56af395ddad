package io.dromedial.journey;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Halts the thread that says one of some words, for ever, while all others go on: a process to be killed just there. */
final class StopPoints extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final String STOPPED = "STOPPED at ";
    private final Set<String> points;

    private StopPoints(Set<String> points) {
        this.points = points;
    }

    /** @param points log messages of the templates, with | between */
    static void install(String points) {
        if (points.isEmpty()) {
            return;
        }
        StopPoints stop = new StopPoints(Arrays.stream(points.split("\\|", -1)).collect(Collectors.toSet()));
        Logger logger = (Logger) LoggerFactory.getLogger("io.dromedial.template");
        logger.setLevel(Level.DEBUG);
        stop.start();
        logger.addAppender(stop);
    }

    /** Whether the child stands at that point. */
    static boolean reached(Child child, String point) {
        return child.log().contains(STOPPED + point);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (points.contains(event.getFormattedMessage())) {
            System.out.println(STOPPED + event.getFormattedMessage());
            System.out.flush();
            while (true) {
                LockSupport.park(this);
            }
        }
    }
}
