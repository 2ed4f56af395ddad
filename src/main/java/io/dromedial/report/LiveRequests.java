package io.dromedial.report;

import io.dromedial.journal.Answered;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Journal;
import io.dromedial.provider.Inbound;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers live requests within two seconds, whatever happens: by the user's route, else by the fallback. Routes run in
 * threads of their own, so a slow one holds up neither other requests nor callbacks; each request becomes a record.
 */
public final class LiveRequests implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(2);
    /** Whoever rings hears silence meanwhile: the journal's checkpoints take longer than that now and then. */
    private static final Duration DURABLE = Duration.ofMillis(50);

    private static final Logger LOG = LoggerFactory.getLogger(LiveRequests.class);
    private static final int AT_ONCE = 64;
    private static final int WAITING = 256;
    private static final int UNRECORDED = 10_000;
    private final Journal journal;
    private final List<Inbound> served;
    private final Deciding routes;
    private final Alarms alarms;
    private final Consumer<String> counter;
    private final ThreadPoolExecutor threads;
    private final ThreadPoolExecutor recorder;
    private final Map<String, Batch> batches = new ConcurrentHashMap<>();

    /** @param counter told how each request was answered: decided, fallback */
    public LiveRequests(
            Journal journal, Collection<Inbound> served, Deciding routes, Alarms alarms, Consumer<String> counter) {
        this.journal = journal;
        this.served = List.copyOf(served);
        this.routes = routes;
        this.alarms = alarms;
        this.counter = counter;
        this.threads = pool("live", AT_ONCE, WAITING);
        this.recorder = pool("live-records", 1, UNRECORDED);
    }

    private static ThreadPoolExecutor pool(String name, int size, int waiting) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), r -> {
                    Thread thread = new Thread(r, name);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Whose request this is; nothing where the path, its secret or the caller's address is none of ours. */
    Optional<Inbound> find(String path, InetAddress from) {
        return served.stream().filter(i -> opens(i, path) && i.welcomes(from)).findFirst();
    }

    private static boolean opens(Inbound inbound, String path) {
        if (inbound.secret().isEmpty()) {
            return path.equals(inbound.path());
        }
        String before = inbound.path() + "/";
        return path.startsWith(before)
                && same(
                        decoded(path.substring(before.length())),
                        inbound.secret().get());
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }

    /** Takes as long wherever they differ. */
    private static boolean same(String given, String secret) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }

    /** Sees to it that {@code answer} is called once; returns at once. */
    void ask(Inbound inbound, byte[] body, Consumer<Map<String, Object>> answer) {
        CompletableFuture<Runnable> alarm = new CompletableFuture<>();
        LiveRequest request = new LiveRequest(
                inbound,
                body,
                routes,
                answered -> keep(inbound.operation(), answered),
                recorder,
                send -> alarms.after(DURABLE, send),
                reply -> {
                    alarm.thenAccept(Runnable::run);
                    answer.accept(reply);
                });
        alarm.complete(alarms.after(LIMIT, () -> request.late("no answer within " + LIMIT.toSeconds() + " s")));
        try {
            threads.execute(request::decide);
        } catch (RejectedExecutionException e) {
            request.fallBack("more requests at once than there is room for");
        }
    }

    private CompletableFuture<Long> keep(String operation, Answered answered) {
        Object why = answered.result().detail().get("fallback");
        counter.accept(why == null ? "decided" : "fallback");
        if (why != null) {
            LOG.warn("a live request of {} was answered with the fallback: {}", operation, shown(why));
        }
        return recorded(operation, answered).whenComplete((id, failure) -> {
            if (failure != null) {
                LOG.warn(
                        "a live request of {} was answered and could not be kept: {}", operation, failure.getMessage());
            }
        });
    }

    /** What an exception says stands in the record: it may repeat what it was given. */
    private static String shown(Object why) {
        return String.valueOf(why).replaceFirst("(?s): .*", "");
    }

    private CompletableFuture<Long> recorded(String operation, Answered answered) {
        try {
            return journal.record(batch(operation), answered);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** One for each run of this process. */
    private Batch batch(String operation) {
        return batches.computeIfAbsent(
                operation, o -> journal.begin(new Batch.Plan(o, Optional.empty(), Batch.LIVE, List.of(), "", "")));
    }

    /** Answers are given by now; what is not written down yet is, if the journal can take it. */
    @Override
    public void close() {
        threads.shutdown();
        recorder.shutdown();
        try {
            if (!recorder.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn(
                        "{} live requests were answered and could not be kept",
                        recorder.getQueue().size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
