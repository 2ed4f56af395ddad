package io.dromedial.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedial.delivery.Delivery;
import io.dromedial.journal.Pause;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.record.Reason;
import io.dromedial.record.Spelling;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Providers: how each stands, paused and resumed by people. */
final class ProvidersApi {

    private static final Logger LOG = LoggerFactory.getLogger(ProvidersApi.class);
    private final Delivery delivery;
    private final Operations operations;

    ProvidersApi(Engine engine) {
        this.delivery = engine.delivery();
        this.operations = engine.operations();
    }

    Answer list(Call call) {
        ObjectNode page = Answer.JSON.createObjectNode();
        page.set("items", all());
        page.putNull("next");
        return Answer.ok(page);
    }

    ArrayNode all() {
        ArrayNode items = Answer.JSON.createArrayNode();
        new TreeSet<>(names()).forEach(p -> items.add(shape(p)));
        return items;
    }

    Answer pause(Call call) {
        String provider = known(call.variables().get("provider"));
        String reason =
                call.text("reason").map(r -> "paused by hand: " + Reason.of(r)).orElse("paused by hand");
        delivery.pause(provider, reason);
        LOG.info("{} was {}. Its records stay due until: dromedial resume {}", provider, reason, provider);
        return Answer.ok(shape(provider));
    }

    Answer resume(Call call) {
        String provider = known(call.variables().get("provider"));
        if (delivery.resume(provider)) {
            LOG.info("{} was resumed by hand.", provider);
        }
        return Answer.ok(shape(provider));
    }

    private String known(String provider) {
        List<String> names = names();
        if (!names.contains(provider)) {
            throw Refusal.parameter(
                    404, "provider", "there is no provider '" + provider + "'" + Spelling.hint(provider, names));
        }
        return provider;
    }

    private List<String> names() {
        return operations.all().stream()
                .filter(o -> !o.isLadder())
                .map(Operation::provider)
                .distinct()
                .toList();
    }

    private ObjectNode shape(String provider) {
        Optional<Delivery.LaneStatus> lane = delivery.status().stream()
                .filter(l -> l.provider().equals(provider))
                .findFirst();
        Optional<Pause> pause = delivery.pause(provider);
        ObjectNode shape = Answer.JSON.createObjectNode();
        shape.put("provider", provider);
        shape.put(
                "on",
                operations.all().stream()
                        .filter(o -> o.provider().equals(provider))
                        .anyMatch(o -> delivery.serves(o.name())));
        shape.put("paused", pause.isPresent());
        shape.put("pausedSince", pause.map(p -> Shapes.time(p.since())).orElse(null));
        shape.put("pauseReason", pause.map(Pause::reason).orElse(null));
        shape.put("breaker", lane.map(l -> l.breaker().toLowerCase(Locale.ROOT)).orElse(null));
        shape.put("inFlight", lane.map(Delivery.LaneStatus::inFlight).orElse(0));
        return shape;
    }
}
