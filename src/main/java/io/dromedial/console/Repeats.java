package io.dromedial.console;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers a submission that comes again with the same {@code Idempotency-Key} as it was answered first. Kept for a
 * day while this process runs; behind that stands the journal, where records of a key are known by key and position.
 */
final class Repeats {

    private static final int LONGEST_KEY = 200;
    private static final int MOST = 10_000;
    private static final Duration KEPT = Duration.ofHours(24);
    private final Clock clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** @param answer null while the work is under way */
    private record Entry(String content, Answer answer, long at) {}

    /** What is to be done once. */
    @FunctionalInterface
    interface Work {
        Answer answer() throws IOException;
    }

    Repeats(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param content recognises the request: another one under the same key is refused
     */
    Answer once(String key, String content, Work work) throws IOException {
        if (key.length() > LONGEST_KEY || !key.matches("[\\x21-\\x7e]+")) {
            throw Refusal.of(400, "Idempotency-Key: expected at most " + LONGEST_KEY + " visible ASCII characters");
        }
        Answer known = begin(key, content);
        if (known != null) {
            return known;
        }
        Answer answer = null;
        try {
            answer = work.answer();
            return answer;
        } finally {
            end(key, content, answer);
        }
    }

    private synchronized Answer begin(String key, String content) {
        long now = clock.millis();
        entries.values().removeIf(e -> e.answer() != null && now - e.at() > KEPT.toMillis());
        Entry known = entries.get(key);
        if (known == null) {
            entries.put(key, new Entry(content, null, now));
            return null;
        }
        if (!known.content().equals(content)) {
            throw Refusal.of(422, "Idempotency-Key: this key was used for another request");
        }
        if (known.answer() == null) {
            throw Refusal.of(409, "Idempotency-Key: the first request with this key is still under way");
        }
        return known.answer();
    }

    /** What failed may be tried again under its key. */
    private synchronized void end(String key, String content, Answer answer) {
        entries.remove(key);
        if (answer != null) {
            entries.put(key, new Entry(content, answer, clock.millis()));
        }
        if (entries.size() > MOST) {
            entries.values().stream()
                    .filter(e -> e.answer() != null)
                    .findFirst()
                    .ifPresent(entries.values()::remove);
        }
    }
}
