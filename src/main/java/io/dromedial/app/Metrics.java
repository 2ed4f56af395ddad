package io.dromedial.app;

import io.dromedial.delivery.Delivery;
import io.dromedial.delivery.DeliveryListener;
import io.dromedial.journal.Reading;
import io.dromedial.provider.Finding;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.record.Outcome;
import io.dromedial.record.State;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What we count, for Prometheus. Labels are operations, states and outcomes: never a number or a text. */
final class Metrics implements DeliveryListener {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MultiGauge records;
    private final MultiGauge inFlight;
    private final MultiGauge paused;

    Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        records = MultiGauge.builder("dromedial.records")
                .description("records by operation and state")
                .register(registry);
        inFlight = MultiGauge.builder("dromedial.requests.in.flight")
                .description("requests on the wire by provider")
                .register(registry);
        paused = MultiGauge.builder("dromedial.provider.paused")
                .description("1 while a provider is paused")
                .register(registry);
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    @Override
    public void answered(String operation, List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            registry.counter("dromedial.attempts", "operation", operation, "outcome", outcome.word())
                    .increment();
        }
    }

    void lookUp(String operation, Finding finding) {
        String what = finding.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        registry.counter("dromedial.look.ups", "operation", operation, "finding", what)
                .increment();
    }

    /** A code that nobody has a word for, by callback or look-up: somebody is to look at the provider's document. */
    void unknownCode(String operation, String channel) {
        registry.counter("dromedial.unknown.codes", "operation", operation, "channel", channel)
                .increment();
    }

    /** @param fate applied, kept, unknown, forged or failed */
    void callback(String fate) {
        registry.counter("dromedial.callbacks", "fate", fate).increment();
    }

    /** @param how decided or fallback */
    void live(String how) {
        registry.counter("dromedial.live.requests", "answer", how).increment();
    }

    /** The page as Prometheus reads it; what is counted in the journal is asked now. */
    String scrape(Operations operations, Reading reading, Delivery delivery) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        Stream<String> names =
                Stream.concat(operations.all().stream().map(Operation::name), operations.inbound().stream());
        names.forEach(name -> {
            for (Map.Entry<State, Long> e : reading.countsOfOperation(name).entrySet()) {
                rows.add(MultiGauge.Row.of(
                        Tags.of("operation", name, "state", e.getKey().word()), e.getValue()));
            }
        });
        records.register(rows, true);
        List<Delivery.LaneStatus> lanes = delivery.status();
        inFlight.register(
                lanes.stream()
                        .map(l -> MultiGauge.Row.of(Tags.of("provider", l.provider()), l.inFlight()))
                        .toList(),
                true);
        paused.register(
                lanes.stream()
                        .map(l -> MultiGauge.Row.of(
                                Tags.of("provider", l.provider()), l.pause().isPresent() ? 1 : 0))
                        .toList(),
                true);
        return registry.scrape();
    }
}
