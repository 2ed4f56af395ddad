package io.dromedial.delivery;

import io.dromedial.journal.Journal;
import io.dromedial.journal.Pause;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps pauses in the journal, so that they last over restarts and hold for all nodes; what a person says and what was
 * seen in one order.
 */
final class Pauses {

    private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);
    private final Journal journal;
    private final Executor later;
    /** The providers whose pause stands in the journal, as far as this process knows. */
    private final Set<String> kept = new HashSet<>();

    /** @param later where the journal may be waited for */
    Pauses(Journal journal, Executor later) {
        this.journal = journal;
        this.later = later;
    }

    /** Those that last, but for those whose credentials were changed. */
    synchronized void load(UnaryOperator<String> credential, Function<String, ProviderLane> lane) {
        for (Pause pause : journal.pauses()) {
            String provider = pause.provider();
            if (ofOthers(pause, credential)) {
                journal.resume(provider);
                LOG.info("{} has other credentials than when it was paused, and goes on.", provider);
            } else {
                lane.apply(provider).paused(pause);
                kept.add(provider);
                LOG.warn("{} is still paused: {}. To go on: dromedial resume {}", provider, pause.reason(), provider);
            }
        }
    }

    /** Whether the credentials that were refused are not ours. */
    private static boolean ofOthers(Pause pause, UnaryOperator<String> credential) {
        return !pause.credential().isEmpty() && !pause.credential().equals(credential.apply(pause.provider()));
    }

    /** What was said and seen on other nodes since; a node with credentials of its own heeds no refusal of theirs. */
    synchronized void look(UnaryOperator<String> credential, Function<String, ProviderLane> lane) {
        Set<String> gone = new HashSet<>(kept);
        for (Pause pause : journal.pauses()) {
            gone.remove(pause.provider());
            if (!ofOthers(pause, credential)) {
                heed(pause, lane.apply(pause.provider()));
            }
        }
        for (String provider : gone) {
            kept.remove(provider);
            lane.apply(provider).resumed();
            LOG.info("{} was resumed on another node, and goes on.", provider);
        }
    }

    private void heed(Pause pause, ProviderLane lane) {
        kept.add(pause.provider());
        if (lane.pause().isEmpty()) {
            LOG.warn(
                    "{} was paused on another node: {}. To go on: dromedial resume {}",
                    pause.provider(),
                    pause.reason(),
                    pause.provider());
        }
        if (!lane.pause().equals(Optional.of(pause))) {
            lane.paused(pause);
        }
    }

    synchronized void byPerson(ProviderLane lane, Pause pause) {
        lane.paused(pause);
        journal.pause(pause);
        kept.add(pause.provider());
    }

    /** True if it was paused. */
    synchronized boolean resume(String provider, Optional<ProviderLane> lane) {
        boolean was = journal.resume(provider);
        kept.remove(provider);
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
            kept.add(pause.provider());
        }
    }
}
