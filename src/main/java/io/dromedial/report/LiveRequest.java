package io.dromedial.report;

import io.dromedial.journal.Answered;
import io.dromedial.provider.Inbound;
import io.dromedial.record.Reason;
import io.dromedial.record.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One live request on its way to its answer. What is answered is decided once, by the route or by the fallback; it goes
 * out once, when it is durable or when there is no more time, whichever comes first.
 */
final class LiveRequest {

    private final Inbound inbound;
    private final byte[] body;
    private final Deciding routes;
    private final Function<Answered, CompletableFuture<Long>> journal;
    private final Executor recorder;
    private final Consumer<Runnable> soon;
    private final Consumer<Map<String, Object>> answer;
    private final AtomicBoolean decided = new AtomicBoolean();
    private final AtomicBoolean sent = new AtomicBoolean();
    private volatile Map<String, Object> reply = Map.of();
    private volatile boolean replied;
    private Inbound.Asked asked;

    /**
     * @param journal may hold its thread, and throws nothing
     * @param recorder runs what speaks to the journal
     * @param soon runs what goes out without the journal's word where that takes too long; returns at once
     */
    LiveRequest(
            Inbound inbound,
            byte[] body,
            Deciding routes,
            Function<Answered, CompletableFuture<Long>> journal,
            Executor recorder,
            Consumer<Runnable> soon,
            Consumer<Map<String, Object>> answer) {
        this.inbound = inbound;
        this.body = body;
        this.routes = routes;
        this.journal = journal;
        this.recorder = recorder;
        this.soon = soon;
        this.answer = answer;
    }

    private synchronized Inbound.Asked asked() {
        if (asked == null) {
            asked = inbound.read(body);
        }
        return asked;
    }

    /** Lets the route decide; holds the thread as long as the route does. */
    void decide() {
        if (decided.get()) {
            return;
        }
        Inbound.Asked request = asked();
        if (!request.problem().isEmpty()) {
            fallBack(request.problem());
            return;
        }
        if (!routes.ready(inbound.operation())) {
            fallBack("no route begins with direct:" + inbound.operation());
            return;
        }
        try {
            Inbound.Said said = inbound.judge(routes.decide(inbound.operation(), new LinkedHashMap<>(request.body())));
            if (said.problem().isEmpty()) {
                settle(said.reply(), "");
            } else {
                fallBack(said.problem());
            }
        } catch (Exception e) {
            fallBack("the route failed with " + e.getClass().getSimpleName() + said(e));
        }
    }

    private static String said(Exception e) {
        return e.getMessage() == null ? "" : ": " + Reason.of(e.getMessage());
    }

    /** There is no more time: what is decided goes out, durable or not; else the fallback. */
    void late(String why) {
        fallBack(why);
        if (replied) {
            send();
        }
    }

    void fallBack(String why) {
        settle(inbound.fallback(), why);
    }

    private void settle(Map<String, Object> decision, String why) {
        if (!decided.compareAndSet(false, true)) {
            return;
        }
        reply = decision;
        replied = true;
        soon.accept(this::send);
        try {
            recorder.execute(() -> keep(why));
        } catch (RuntimeException e) {
            send();
        }
    }

    private void keep(String why) {
        Map<String, Object> detail = new LinkedHashMap<>(inbound.kept(reply));
        if (!why.isEmpty()) {
            detail.put("fallback", why);
        }
        Inbound.Asked request = asked();
        Result result = Result.reference(request.providerRef()).withDetail(detail);
        journal.apply(new Answered(request.fields(), result)).whenComplete((id, failure) -> send());
    }

    private void send() {
        if (sent.compareAndSet(false, true)) {
            answer.accept(reply);
        }
    }
}
