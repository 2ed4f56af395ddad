package io.dromedial.template;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** How a feed stands in this process. */
final class FeedState {
    final FeedPlan plan;
    /** Marked in the last look, or left alone because they were. */
    Set<String> marked = Set.of();
    /** Submitted, but their mark failed. */
    final Set<String> unmarked = new HashSet<>();

    volatile Optional<Instant> looked = Optional.empty();
    volatile String problem = "";
    volatile boolean comingAgain;

    FeedState(FeedPlan plan) {
        this.plan = plan;
    }
}
