package io.dromedial.delivery;

import io.dromedial.journal.Journal;
import io.dromedial.journal.Pause;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps pauses in the journal, so that they last over restarts; what a person says and what was seen in one order. */
final class Pauses {

    private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);
    private final Journal journal;
    private final Executor later;

    /** @param later where the journal may be waited for */
    Pauses(Journal journal, Executor later) {
        this.journal = journal;
        this.later = later;
    }

    /** Those that last, but for those whose credentials were changed. */
    synchronized void load(UnaryOperator<String> credential, Function<String, ProviderLane> lane) {
        for (Pause pause : journal.pauses()) {
            String provider = pause.provider();
            if (!pause.credential().isEmpty() && !pause.credential().equals(credential.apply(provider))) {
                journal.resume(provider);
                LOG.info("{} has other credentials than when it was paused, and goes on.", provider);
            } else {
                lane.apply(provider).paused(pause);
                LOG.warn("{} is still paused: {}. To go on: dromedial resume {}", provider, pause.reason(), provider);
            }
        }
    }

    synchronized void byPerson(ProviderLane lane, Pause pause) {
        lane.paused(pause);
        journal.pause(pause);
    }

    /** True if it was paused. */
    synchronized boolean resume(String provider, Optional<ProviderLane> lane) {
        boolean was = journal.resume(provider);
        boolean here = lane.flatMap(ProviderLane::pause).isPresent();
        lane.ifPresent(ProviderLane::resumed);
        return was || here;
    }

    /** Writes down what a lane saw, away from the thread in which an answer came. */
    void seen(Pause pause, Function<String, Optional<Pause>> now) {
        try {
            later.execute(() -> keep(pause, now));
        } catch (RejectedExecutionException e) {
            LOG.debug("stopping; the pause of {} comes again with its next answer", pause.provider());
        }
    }

    /** Unless somebody resumed meanwhile. */
    private synchronized void keep(Pause pause, Function<String, Optional<Pause>> now) {
        if (now.apply(pause.provider()).filter(p -> p == pause).isPresent()) {
            journal.pause(pause);
        }
    }
}
