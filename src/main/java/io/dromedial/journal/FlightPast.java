package io.dromedial.journal;

import io.dromedial.record.Outcome;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an ended process is known to have sent, and what was answered. */
final class FlightPast {

    static final FlightPast NONE = new FlightPast(0, false);

    /** An answer that had come. */
    record Answer(long record, int attempt, Outcome outcome) {}

    private record Key(long record, int attempt) {}

    private final long node;
    private boolean whole;
    private final Set<Long> begun = new HashSet<>();
    private final Set<Long> left = new HashSet<>();
    private final Map<Key, Answer> answers = new HashMap<>();

    /** @param whole whether what is not said here did not happen */
    FlightPast(long node, boolean whole) {
        this.node = node;
        this.whole = whole;
    }

    void begun(long call) {
        begun.add(call);
    }

    void left(long call) {
        left.add(call);
    }

    void answered(long record, int attempt, Outcome outcome) {
        answers.put(new Key(record, attempt), new Answer(record, attempt, outcome));
    }

    /** The last entry was cut off while it was written: that request may be any. */
    void torn() {
        whole = false;
    }

    /** The process; 0 for none. */
    long node() {
        return node;
    }

    Optional<Outcome> answer(long record, int attempt) {
        return Optional.ofNullable(answers.get(new Key(record, attempt))).map(Answer::outcome);
    }

    List<Answer> answers() {
        return Collections.unmodifiableList(List.copyOf(answers.values()));
    }

    /** Whether a request provably never left the process that had begun it. */
    boolean neverLeft(long byNode, long call) {
        return whole && byNode == node && begun.contains(call) && !left.contains(call);
    }
}
