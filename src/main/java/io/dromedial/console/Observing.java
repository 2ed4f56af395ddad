package io.dromedial.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** What a supervisor asks: health, and numbers for Prometheus. */
final class Observing {

    private final Engine engine;
    private final LongSupplier inDoubt;

    /** @param inDoubt how many records are */
    Observing(Engine engine, LongSupplier inDoubt) {
        this.engine = engine;
        this.inDoubt = inDoubt;
    }

    /** 503 only when journal, intake or delivery can't work; without the token no detail is told. */
    Answer health(Call call) {
        List<Health.Check> checks = engine.health().checks();
        boolean down = checks.stream().anyMatch(Health.Check::decides);
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", down ? "DOWN" : "UP");
        if (call.known()) {
            health.put(
                    "checks",
                    Stream.concat(checks.stream(), records().stream())
                            .map(Observing::check)
                            .toList());
        }
        return Answer.json(down ? 503 : 200, health);
    }

    /** Nothing while the journal can't be asked; that is told by a check of its own. */
    private Optional<Health.Check> records() {
        try {
            return Optional.of(new Health.Check("records", true, Map.of("inDoubt", inDoubt.getAsLong())));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> check(Health.Check check) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("name", check.name());
        shape.put("status", check.up() ? "UP" : "DOWN");
        shape.put("details", check.details());
        return shape;
    }

    Answer metrics(Call call) {
        return Answer.text(
                "text/plain; version=0.0.4; charset=utf-8", engine.metrics().get());
    }
}
