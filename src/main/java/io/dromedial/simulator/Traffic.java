package io.dromedial.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests: dialect judges, fault is chosen, ledger is written, then the answer plays. */
final class Traffic {

    private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);

    private final Vertx vertx;
    private final SimulatorOptions options;
    private final Routes routes;
    private final Faults faults;
    private final Ledger ledger;
    private final CallbackSender callbacks;
    private final CallbackModes modes;

    Traffic(
            Vertx vertx,
            SimulatorOptions options,
            Routes routes,
            Faults faults,
            Ledger ledger,
            CallbackSender callbacks,
            Quirks quirks) {
        this.vertx = vertx;
        this.options = options;
        this.routes = routes;
        this.faults = faults;
        this.ledger = ledger;
        this.callbacks = callbacks;
        this.modes = new CallbackModes(quirks);
    }

    void arrived(HttpServerRequest http) {
        http.exceptionHandler(gone -> {});
        Optional<Routes.Match> match = routes.find(http.method().name(), http.path());
        if (match.isEmpty()) {
            nowhere(http);
            return;
        }
        Routes.Endpoint endpoint = match.get().endpoint();
        Optional<Fault> atOnce = faults.beforeReading(endpoint.operation());
        if (atOnce.isPresent()) {
            record(endpoint, Answer.of(Reply.empty(500)), atOnce.get());
            atOnce.get().play(new Stage(vertx, http, Reply.empty(500)));
            return;
        }
        http.body().onSuccess(body -> read(http, match.get(), body));
    }

    private void nowhere(HttpServerRequest http) {
        String what = http.method().name() + " " + http.path();
        String provider =
                http.path().split("/", 3).length < 2 ? "" : http.path().split("/", 3)[1];
        ledger.arrived(provider, "unknown", List.of(), "status 404", false, List.of("no endpoint " + what));
        new Stage(vertx, http, Reply.json(404, Map.of("error", "no endpoint " + what))).answer();
    }

    private void read(HttpServerRequest http, Routes.Match match, Buffer body) {
        Routes.Endpoint endpoint = match.endpoint();
        Answer answer = judged(
                endpoint,
                new Request(
                        endpoint.method(),
                        http.path(),
                        http.query(),
                        match.variables(),
                        http.headers(),
                        body.getBytes()));
        Fault fault = faults.afterReading(endpoint.operation(), answer.recipients())
                .or(answer::fault)
                .orElse(Fault.none());
        record(endpoint, answer, fault);
        Stage stage = new Stage(vertx, http, answer.reply());
        take(endpoint.provider(), answer, fault).onComplete(told -> fault.play(stage));
    }

    private static Answer judged(Routes.Endpoint endpoint, Request request) {
        try {
            return endpoint.handler().apply(request);
        } catch (RuntimeException e) {
            LOG.error(
                    "the simulator's dialect of {} failed; the request is answered with 500", endpoint.operation(), e);
            return Answer.of(Reply.empty(500)).violating(List.of("the simulator itself failed: " + e));
        }
    }

    private void record(Routes.Endpoint endpoint, Answer answer, Fault fault) {
        List<Recipient> recipients = fault.processed()
                ? answer.recipients()
                : answer.recipients().stream()
                        .map(r -> r.refused(fault.words()))
                        .toList();
        String words = fault instanceof Truth ? "status " + answer.reply().status() : fault.words();
        ledger.arrived(
                endpoint.provider(), endpoint.operation(), recipients, words, fault.processed(), answer.violations());
    }

    /** Lets the request take effect; completes when what must come before the answer has come. */
    private Future<?> take(String provider, Answer answer, Fault fault) {
        if (!fault.processed()) {
            return Future.succeededFuture();
        }
        answer.effect().run();
        if (answer.callbacks().isEmpty() || !options.callbacks()) {
            return Future.succeededFuture();
        }
        List<Future<Integer>> early = new ArrayList<>();
        for (Callback callback : modes.apply(answer.callbacks())) {
            if (callback.early() || fault.callbacksFirst()) {
                early.add(callbacks.send(provider, callback));
            } else {
                callbacks.later(provider, callback);
            }
        }
        return Future.all(early);
    }
}
