package io.dromedial.console;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** One decision about many records. Several are asked for at a time, so that the journal commits them together. */
final class ManyDecisions {

    private static final int AT_A_TIME = 32;
    private static final int A_PORTION = 1000;

    private ManyDecisions() {}

    /** Decides about one record; true if that moved it. */
    @FunctionalInterface
    interface Decision {
        boolean about(long id);
    }

    /** Returns how many records moved. */
    static int make(Stream<Long> ids, Decision decision) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME, r -> new Thread(r, "management-decisions"));
        try {
            List<CompletableFuture<Boolean>> open = new ArrayList<>();
            int moved = 0;
            for (Long id : (Iterable<Long>) ids::iterator) {
                open.add(CompletableFuture.supplyAsync(() -> decision.about(id), threads));
                if (open.size() == A_PORTION) {
                    moved += count(open);
                }
            }
            return moved + count(open);
        } finally {
            threads.shutdown();
        }
    }

    private static int count(List<CompletableFuture<Boolean>> open) {
        int moved = 0;
        try {
            for (CompletableFuture<Boolean> one : open) {
                moved += one.join() ? 1 : 0;
            }
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        open.clear();
        return moved;
    }
}
