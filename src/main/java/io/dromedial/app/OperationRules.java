package io.dromedial.app;

import io.dromedial.csv.CsvFormat;
import io.dromedial.intake.IntakeRules;
import io.dromedial.intake.Rulebook;
import io.dromedial.provider.Provider;
import io.dromedial.provider.Providers;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.settings.DurationText;
import io.dromedial.settings.ProviderSettings;
import io.dromedial.settings.Setting;
import io.dromedial.settings.Settings;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Intake's questions, answered from the configuration. */
final class OperationRules implements Rulebook {

    private static final String CUSTOM_FIELDS = "custom-fields";
    private static final String PUBLIC_URL = "dromedial.public-url";
    private static final String FILE_HOSTS = "file-hosts";
    private final Settings settings;
    private final Providers providers;
    private final Operations operations;

    OperationRules(Settings settings, Providers providers, Operations operations) {
        this.settings = settings;
        this.providers = providers;
        this.operations = operations;
    }

    @Override
    public IntakeRules rules(Operation operation) {
        return new IntakeRules(
                settings.defaults(operation.name()),
                region(operation),
                settings.zone(),
                operation.column("clear").isPresent() && !operation.isLadder(),
                list(operation, CUSTOM_FIELDS),
                list(operation, FILE_HOSTS),
                steps(operation));
    }

    /** A ladder's steps as rows are read for them: with the ladder's own defaults before theirs. */
    private List<IntakeRules.Step> steps(Operation operation) {
        Map<String, String> ofLadder = settings.defaults(operation.name());
        return Ladders.steps(settings, operation.name()).stream()
                .map(operations::find)
                .flatMap(Optional::stream)
                .map(step -> new IntakeRules.Step(step, rules(step).with(ofLadder, region(operation))))
                .toList();
    }

    private Optional<String> region(Operation operation) {
        return settings.operationText(operation.name(), "region");
    }

    private List<String> list(Operation operation, String key) {
        return settings.operationText(operation.name(), key)
                .map(text -> List.of(text.strip().split("\\s*,\\s*")))
                .orElse(List.of());
    }

    @Override
    public CsvFormat format(String operation) {
        Charset charset =
                Charset.forName(settings.operationText(operation, "charset").orElse("UTF-8"));
        String delimiter = settings.operationText(operation, "delimiter").orElse(",");
        return new CsvFormat(charset, delimiter.charAt(0));
    }

    @Override
    public Duration repeatWindow(Operation operation) {
        Optional<String> configured = settings.operationText(operation.name(), "repeat-window");
        return configured.map(DurationText::parse).orElse(operation.repeatWindow());
    }

    @Override
    public Duration quiet() {
        return settings.duration("dromedial.inbox.quiet");
    }

    @Override
    public List<String> keysToSet(Operation operation) {
        if (settings.on(operation.provider())) {
            return List.of();
        }
        return providers.find(operation.provider()).map(Provider::settings).stream()
                .flatMap(this::toSet)
                .toList();
    }

    /** Its credentials, and whatever else a start with them would miss. */
    private Stream<String> toSet(ProviderSettings provider) {
        Stream<String> own = provider.settings().stream()
                .filter(s ->
                        s.credential() || s.needed() && settings.find(s.key()).isEmpty())
                .map(Setting::key);
        boolean noUrl = provider.needsPublicUrl() && settings.find(PUBLIC_URL).isEmpty();
        return noUrl ? Stream.concat(own, Stream.of(PUBLIC_URL)) : own;
    }
}
