package io.dromedial.simulator;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that arrived and everything that was sent, kept by the provider's side: it, and not the runtime's
 * journal, decides what was doubled or lost. Entries are kept, and synced to a file where there is one, before the
 * request is answered. With counts only it keeps no entries.
 */
public final class Ledger {

    private final Clock clock;
    private final boolean countsOnly;
    private final Optional<LedgerFile> file;
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final Map<String, long[]> byOperation = new TreeMap<>();
    private long callbacks;
    private long callbacksTaken;
    private long violations;

    Ledger(Clock clock, boolean countsOnly, Optional<LedgerFile> file) {
        this.clock = clock;
        this.countsOnly = countsOnly;
        this.file = file;
        file.ifPresent(f -> f.earlier().forEach(this::keep));
    }

    private void keep(LedgerEntry entry) {
        entries.add(entry);
        if (entry instanceof LedgerEntry.Arrived arrived) {
            count(arrived.operation(), arrived.recipients(), arrived.violations());
        } else if (entry instanceof LedgerEntry.Called called) {
            count(called.status());
        }
    }

    synchronized void arrived(
            String provider,
            String operation,
            List<Recipient> recipients,
            String answer,
            boolean processed,
            List<String> wrong) {
        if (countsOnly) {
            count(operation, recipients, wrong);
            return;
        }
        LedgerEntry entry = new LedgerEntry.Arrived(
                entries.size() + 1, clock.instant(), provider, operation, recipients, answer, processed, wrong);
        keep(entry);
        file.ifPresent(f -> f.append(entry));
    }

    synchronized void called(
            String provider, Callback callback, CallbackStyle style, int attempt, int status, String error) {
        if (countsOnly) {
            count(status);
            return;
        }
        LedgerEntry entry = new LedgerEntry.Called(
                entries.size() + 1,
                clock.instant(),
                provider,
                callback.url(),
                callback.token(),
                style,
                callback.fields(),
                attempt,
                status,
                error);
        keep(entry);
        file.ifPresent(f -> f.append(entry));
    }

    private void count(String operation, List<Recipient> recipients, List<String> wrong) {
        long[] counts = counts(operation);
        counts[0]++;
        counts[1] += recipients.size();
        counts[2] += recipients.stream().filter(Recipient::placed).count();
        violations += wrong.size();
    }

    private void count(int status) {
        callbacks++;
        callbacksTaken += status == 200 ? 1 : 0;
    }

    private long[] counts(String operation) {
        return byOperation.computeIfAbsent(operation, o -> new long[3]);
    }

    /** All entries so far, in their order. */
    public List<LedgerEntry> entries() {
        return after(0, Integer.MAX_VALUE);
    }

    /** At most {@code limit} entries behind the number {@code seq}. */
    public synchronized List<LedgerEntry> after(long seq, int limit) {
        int from = (int) Math.min(Math.max(seq, 0), entries.size());
        return List.copyOf(entries.subList(from, (int) Math.min((long) from + limit, entries.size())));
    }

    public List<LedgerEntry.Arrived> requests() {
        return only(LedgerEntry.Arrived.class);
    }

    public List<LedgerEntry.Called> callbacks() {
        return only(LedgerEntry.Called.class);
    }

    private <T extends LedgerEntry> List<T> only(Class<T> kind) {
        return entries().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** All recipients of all requests, in their order, also of those that were not processed. */
    public List<Recipient> recipients() {
        return requests().stream().flatMap(r -> r.recipients().stream()).toList();
    }

    /** What was wrong with requests by the providers' documents. */
    public List<String> violations() {
        return requests().stream().flatMap(r -> r.violations().stream()).toList();
    }

    /** @param key by which recipients are one: {@code phone}, {@code token} or a field's name */
    public synchronized LedgerSummary summary(String key) {
        Map<String, LedgerSummary.Counts> operations = new TreeMap<>();
        byOperation.forEach((o, c) -> operations.put(o, new LedgerSummary.Counts(c[0], c[1], c[2])));
        return LedgerSummary.of(operations, callbacks, callbacksTaken, violations, entries, key);
    }

    /** Forgets everything; a ledger on file is evidence and forgets nothing. */
    public synchronized void clear() {
        if (file.isPresent()) {
            throw new IllegalStateException("the ledger is kept in a file; start with another file to begin anew");
        }
        entries.clear();
        byOperation.clear();
        callbacks = 0;
        callbacksTaken = 0;
        violations = 0;
    }

    void close() {
        file.ifPresent(LedgerFile::close);
    }
}
