package io.dromedial.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The ledger in numbers.
 *
 * @param requests that arrived
 * @param recipients in all of them
 * @param placed recipients that the provider took
 * @param callbacks tries of callbacks
 * @param callbacksTaken those answered with 200
 * @param doubled keys of which more than one was placed, with how many: calls that rang twice
 * @param repeated keys that arrived more than once, placed or not, with how often
 * @param violationTexts the first hundred
 */
public record LedgerSummary(
        long requests,
        long recipients,
        long placed,
        long callbacks,
        long callbacksTaken,
        Map<String, Counts> operations,
        String key,
        Map<String, Long> doubled,
        Map<String, Long> repeated,
        long violations,
        List<String> violationTexts) {

    private static final int TEXTS = 100;

    /** An operation's numbers. */
    public record Counts(long requests, long recipients, long placed) {}

    static LedgerSummary of(
            Map<String, Counts> operations,
            long callbacks,
            long taken,
            long violations,
            List<LedgerEntry> entries,
            String key) {
        List<LedgerEntry.Arrived> arrived = entries.stream()
                .filter(LedgerEntry.Arrived.class::isInstance)
                .map(LedgerEntry.Arrived.class::cast)
                .toList();
        return new LedgerSummary(
                operations.values().stream().mapToLong(Counts::requests).sum(),
                operations.values().stream().mapToLong(Counts::recipients).sum(),
                operations.values().stream().mapToLong(Counts::placed).sum(),
                callbacks,
                taken,
                operations,
                key,
                oftenerThanOnce(arrived, key, Recipient::placed),
                oftenerThanOnce(arrived, key, recipient -> true),
                violations,
                arrived.stream()
                        .flatMap(a -> a.violations().stream())
                        .limit(TEXTS)
                        .toList());
    }

    private static Map<String, Long> oftenerThanOnce(
            List<LedgerEntry.Arrived> arrived, String key, Predicate<Recipient> counted) {
        Map<String, Long> times = new HashMap<>();
        for (LedgerEntry.Arrived request : arrived) {
            request.recipients().stream()
                    .filter(counted)
                    .map(recipient -> recipient.key(key))
                    .filter(value -> !value.isEmpty())
                    .forEach(value -> times.merge(value, 1L, Long::sum));
        }
        times.values().removeIf(n -> n == 1);
        return new TreeMap<>(times);
    }
}
