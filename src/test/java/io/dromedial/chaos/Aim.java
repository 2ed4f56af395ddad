package io.dromedial.chaos;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A named step at which a process ends or stops, and what it has to be doing to come there.
 *
 * @param passages at which passages in turn
 * @param doubted the most records that may be put in doubt by an end there: those of the one request on the wire, or none
 *     where it is known to be off it
 */
record Aim(String step, Doing doing, int passages, int doubted) {

    /** The one request that may be on the wire. */
    static final int ON_THE_WIRE = 5;

    /** What the process does. */
    enum Doing {
        /** Takes in a file and places its calls. */
        CALLS,
        /** Meets a row that can't be read in the middle of a file. */
        BROKEN,
        /** Has invalid rows, and rows that the provider refuses. */
        REFUSED,
        /** Looks results up. */
        CAMPAIGNS,
        /** Takes in what comes over HTTP, some of it to be set aside. */
        SUBMISSIONS,
        /** Starts after a kill in the middle of a request. */
        RECOVERING,
        /** Forgets what is old. */
        FORGETTING,
        /** Was told to end. */
        ENDING
    }

    static List<Aim> all() {
        return Stream.of(
                        steps(Doing.CALLS, 1, 0, "start.migrated", "start.journal-open", "start.recovered"),
                        steps(Doing.CALLS, 1, 0, "recovery.joined", "recorder.begins", "recorder.begun"),
                        steps(Doing.CALLS, 1, 0, "intake.begun", "intake.chunk-given", "intake.rows-durable"),
                        steps(Doing.CALLS, 1, 0, "intake.file-moved"),
                        steps(Doing.CALLS, 1, ON_THE_WIRE, "intake.opened"),
                        steps(Doing.BROKEN, 1, 0, "withdraw.marked", "intake.reason-written", "intake.set-aside"),
                        // what is being sent then is the very request of that step
                        steps(Doing.CALLS, 3, 0, "turn.started", "send.granted", "send.begins", "send.leaving"),
                        steps(Doing.CALLS, 3, ON_THE_WIRE, "send.left", "recorder.torn", "send.answered"),
                        steps(Doing.CALLS, 3, 0, "send.remembered", "turn.settled"),
                        steps(Doing.CALLS, 12, ON_THE_WIRE, "writer.ready", "writer.committed", "writer.told"),
                        steps(Doing.CALLS, 3, ON_THE_WIRE, "callback.taken", "callback.kept", "callback.answered"),
                        steps(Doing.CAMPAIGNS, 2, ON_THE_WIRE, "look-up.granted", "look-up.found", "look-up.kept"),
                        steps(Doing.REFUSED, 3, ON_THE_WIRE, "files.part-written", "files.moved"),
                        steps(Doing.CALLS, 1, 0, "summary.part-written", "summary.moved", "results.finished"),
                        steps(Doing.SUBMISSIONS, 2, ON_THE_WIRE, "submit.durable", "submit.receipt-ended"),
                        steps(Doing.SUBMISSIONS, 2, ON_THE_WIRE, "day-files.planned", "day-files.step-done"),
                        steps(Doing.SUBMISSIONS, 2, ON_THE_WIRE, "day-files.crossed-off"),
                        steps(Doing.RECOVERING, 1, ON_THE_WIRE, "recovery.joined", "recovery.applied"),
                        steps(Doing.RECOVERING, 1, ON_THE_WIRE, "recovery.durable", "recorder.begins"),
                        steps(Doing.RECOVERING, 1, ON_THE_WIRE, "recorder.begun", "start.journal-open"),
                        steps(Doing.RECOVERING, 1, ON_THE_WIRE, "start.recovered"),
                        steps(Doing.FORGETTING, 2, 0, "retention.removed"),
                        steps(Doing.ENDING, 1, 0, "stop.drained", "stop.left"))
                .flatMap(s -> s)
                .toList();
    }

    private static Stream<Aim> steps(Doing doing, int passages, int doubted, String... steps) {
        return Stream.of(steps).map(s -> new Aim(s, doing, passages, doubted));
    }

    /** Where several homes share a journal: all that one does while the others are there to declare it dead. */
    static List<Aim> shared() {
        return all().stream()
                .filter(a -> a.doing() == Doing.CALLS || a.doing() == Doing.REFUSED)
                .filter(a -> !a.step().startsWith("start.") && !a.step().startsWith("recovery."))
                .filter(a -> !a.step().startsWith("recorder.beg"))
                .toList();
    }

    /** Each passage by itself; of many the powers of two, which find their way into everything that is done. */
    IntStream each() {
        return passages <= 4
                ? IntStream.rangeClosed(1, passages)
                : IntStream.iterate(1, n -> n <= passages, n -> 2 * n);
    }

    @Override
    public String toString() {
        return step + " while " + doing.name().toLowerCase(java.util.Locale.ROOT);
    }
}
