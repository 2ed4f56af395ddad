package io.dromedial.app;

import io.dromedial.provider.Codes;
import io.dromedial.provider.Provider;
import io.dromedial.provider.ProviderContext;
import io.dromedial.provider.Providers;
import io.dromedial.record.Report;
import io.dromedial.settings.Settings;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** The beans that routes call and the readers of callbacks, one of each a provider. */
final class ProviderBeans {

    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Map<String, Provider.CallbackReader> readers = new LinkedHashMap<>();
    private final Map<String, Codes> codes = new LinkedHashMap<>();

    ProviderBeans(Providers providers, Settings settings, Home home, Clock clock) {
        for (Provider provider : providers.all()) {
            Codes own = Codes.read(
                    home.routes().resolve("providers").resolve(provider.id()).resolve("codes.csv"));
            codes.put(provider.id(), own);
            ProviderContext context = new ProviderContext(settings, clock, own);
            beans.put(provider.id(), provider.bean(context));
            provider.callbacks(context).ifPresent(r -> readers.put(provider.id(), r));
        }
    }

    Map<String, Object> beans() {
        return beans;
    }

    /**
     * Whether a report holds a code that nobody has a word for. An interim one counts only where its provider's codes
     * are known.
     */
    boolean unknownCode(Report report) {
        String provider = report.operation().replaceFirst("\\..*", "");
        Codes own = codes.getOrDefault(provider, Codes.NONE);
        return !report.result().code().isEmpty()
                && report.result().disposition().isEmpty()
                && (report.isFinal() || !own.all().isEmpty())
                && own.find(report.result().code()).isEmpty();
    }

    Map<String, Provider.CallbackReader> readers() {
        return readers;
    }
}
