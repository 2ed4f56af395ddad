package io.dromedial.provider.routee;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The access token: fetched once for all who wait for it, and kept while it lives. The endpoint hands out the same token
 * again with the rest of its life, so fetching ahead brings nothing, and a token that was just fetched is used whatever
 * is left of it.
 */
final class RouteeTokens {

    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final int PART = 10;
    private final Clock clock;
    private CompletableFuture<Ticket> fetching = CompletableFuture.completedFuture(null);
    private int fetched;
    private Ticket kept;
    private Instant until = Instant.MIN;

    /** @param number tells a token from the same text fetched anew */
    record Ticket(int number, RouteeGrant grant) {}

    RouteeTokens(Clock clock) {
        this.clock = clock;
    }

    /** The token that is kept, or the one that is being fetched, or else a new one. */
    synchronized CompletableFuture<Ticket> get(Supplier<CompletableFuture<RouteeGrant>> fetch) {
        if (!fetching.isDone()) {
            return fetching;
        }
        if (kept != null && clock.instant().isBefore(until)) {
            return CompletableFuture.completedFuture(kept);
        }
        fetching = fetch.get().exceptionally(RouteeGrant::failed).thenApply(this::keep);
        return fetching;
    }

    private synchronized Ticket keep(RouteeGrant grant) {
        Ticket ticket = new Ticket(++fetched, grant);
        kept = grant.granted() ? ticket : null;
        Duration tenth = grant.life().dividedBy(PART);
        until = clock.instant().plus(grant.life()).minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN);
        return ticket;
    }

    /** The provider did not take it: it is not used again, unless somebody has fetched it anew meanwhile. */
    synchronized void refused(Ticket ticket) {
        if (kept != null && kept.number() == ticket.number()) {
            kept = null;
        }
    }
}
