package io.dromedial.app;

import io.dromedial.journal.Course;
import io.dromedial.journal.Redial;
import io.dromedial.record.Ladder;
import io.dromedial.settings.RedialText;
import io.dromedial.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What configuration says of redials, of where ladders go on, and of callees to be left alone. */
final class Courses {

    private final Settings settings;

    Courses(Settings settings) {
        this.settings = settings;
    }

    Course of(String operation) {
        Map<String, Redial> redials = new HashMap<>();
        settings.keys(operation + ".redial.").forEach((disposition, text) -> {
            RedialText redial = RedialText.parse(text);
            redials.put(disposition, new Redial(redial.after(), redial.times()));
        });
        boolean ladder =
                Ladder.is(operation) && !Ladders.steps(settings, operation).isEmpty();
        Optional<Duration> patience =
                ladder ? Optional.of(settings.duration(operation + ".patience")) : Optional.empty();
        Set<String> left = settings.operationText(operation, "do-not-call.from-results")
                .map(text -> Set.copyOf(List.of(text.split(","))))
                .orElse(Set.of());
        return new Course(redials, settings.keys(operation + ".on."), patience, left);
    }
}
