package io.dromedial.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a supervisor asks: health, and numbers for Prometheus. */
final class Observing {

    private final Engine engine;

    Observing(Engine engine) {
        this.engine = engine;
    }

    /** 503 only when journal, intake or delivery can't work; without the token no detail is told. */
    Answer health(Call call) {
        List<Health.Check> checks = engine.health().checks();
        boolean down = checks.stream().anyMatch(Health.Check::decides);
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", down ? "DOWN" : "UP");
        if (call.known()) {
            health.put("checks", checks.stream().map(Observing::check).toList());
        }
        return Answer.json(down ? 503 : 200, health);
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
