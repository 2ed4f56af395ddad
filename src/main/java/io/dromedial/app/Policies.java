package io.dromedial.app;

import io.dromedial.delivery.Limits;
import io.dromedial.journal.Course;
import io.dromedial.journal.Policy;
import io.dromedial.journal.Polling;
import io.dromedial.provider.Provider;
import io.dromedial.provider.Providers;
import io.dromedial.record.Ladder;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.settings.Setting;
import io.dromedial.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** What configuration says about each operation's retries and each provider's limits. */
final class Policies {

    private final Settings settings;
    private final Operations operations;
    private final Providers providers;
    private final Map<String, Policy> known = new ConcurrentHashMap<>();

    Policies(Settings settings, Operations operations, Providers providers) {
        this.settings = settings;
        this.operations = operations;
        this.providers = providers;
    }

    Policy of(String operation) {
        return known.computeIfAbsent(operation, this::make);
    }

    private Policy make(String operation) {
        Course course = new Courses(settings).of(operation);
        if (Ladder.is(operation)) {
            return ofLadder(course);
        }
        Operation.Repeatable repeatable =
                operations.find(operation).map(Operation::repeatable).orElse(Operation.Repeatable.NEVER);
        Policy policy = new Policy(
                        settings.operationNumber(operation, "max-attempts"),
                        settings.operationDuration(operation, "backoff-initial"),
                        settings.operationDuration(operation, "backoff-max"),
                        settings.operationText(operation, "in-doubt")
                                .orElse("hold")
                                .equals("resend"),
                        settings.operationDuration(operation, "result-timeout"),
                        () -> ThreadLocalRandom.current().nextDouble())
                .with(repeatable)
                .with(course);
        boolean atOnce = operations
                .find(operation)
                .filter(o -> o.declared() && o.resultBy() == Operation.ResultBy.RESPONSE)
                .isPresent();
        return atOnce ? policy.answeredAtOnce() : policy;
    }

    /** Nothing is sent in a ladder's own name, so that only its course matters. */
    private static Policy ofLadder(Course course) {
        return new Policy(1, Duration.ZERO, Duration.ZERO, false, Duration.ZERO, () -> 0).with(course);
    }

    /** From now on results of the operation are looked up. */
    void lookUp(String operation) {
        Polling polling = new Polling(
                settings.operationDuration(operation, "poll-initial"),
                settings.operationDuration(operation, "poll-max"));
        known.compute(operation, (name, policy) -> (policy == null ? make(name) : policy).with(polling));
    }

    Limits limits(String provider) {
        return new Limits(
                settings.number(provider + ".max-in-flight"),
                settings.decimal(provider + ".rate"),
                settings.duration(provider + ".timeout"),
                credential(provider),
                providers.find(provider).map(Provider::settings).stream()
                        .flatMap(p -> p.settings().stream())
                        .filter(Setting::credential)
                        .map(Setting::key)
                        .collect(Collectors.joining(" and ")));
    }

    /** A hash by which other credentials are told from the ones in use; not enough to learn them from. */
    private String credential(String provider) {
        String all = providers.find(provider).map(Provider::settings).stream()
                .flatMap(p -> p.settings().stream())
                .filter(Setting::credential)
                .map(s -> settings.find(s.key()).orElse(""))
                .reduce("", (a, b) -> a + "\n" + b);
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] hash = sha.digest(("dromedial " + provider + all).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
