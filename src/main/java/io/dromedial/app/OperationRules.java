package io.dromedial.app;

import io.dromedial.csv.CsvFormat;
import io.dromedial.intake.IntakeRules;
import io.dromedial.intake.Rulebook;
import io.dromedial.provider.Provider;
import io.dromedial.provider.Providers;
import io.dromedial.record.Operation;
import io.dromedial.settings.DurationText;
import io.dromedial.settings.Setting;
import io.dromedial.settings.Settings;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Intake's questions, answered from the configuration. */
final class OperationRules implements Rulebook {

    private static final String CUSTOM_FIELDS = "custom-fields";
    private static final String FILE_HOSTS = "file-hosts";
    private final Settings settings;
    private final Providers providers;

    OperationRules(Settings settings, Providers providers) {
        this.settings = settings;
        this.providers = providers;
    }

    @Override
    public IntakeRules rules(Operation operation) {
        return new IntakeRules(
                settings.defaults(operation.name()),
                settings.operationText(operation.name(), "region"),
                settings.zone(),
                operation.column("clear").isPresent(),
                list(operation, CUSTOM_FIELDS),
                list(operation, FILE_HOSTS));
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
                .flatMap(p -> p.settings().stream())
                .filter(Setting::credential)
                .map(Setting::key)
                .toList();
    }
}
