package io.dromedial.app;

import io.dromedial.provider.Codes;
import io.dromedial.provider.Inbound;
import io.dromedial.provider.Provider;
import io.dromedial.provider.ProviderContext;
import io.dromedial.provider.Providers;
import io.dromedial.record.Report;
import io.dromedial.settings.Settings;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The beans that routes call and the readers of callbacks, one of each a provider. */
final class ProviderBeans {

    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Map<String, Provider.CallbackReader> readers = new LinkedHashMap<>();
    private final Map<String, Predicate<Report>> known = new LinkedHashMap<>();
    private final Map<String, Inbound> inbounds = new LinkedHashMap<>();

    ProviderBeans(Providers providers, Settings settings, Home home, Clock clock) {
        for (Provider provider : providers.all()) {
            Codes own = Codes.read(
                    home.routes().resolve("providers").resolve(provider.id()).resolve("codes.csv"));
            ProviderContext context = new ProviderContext(settings, clock, own, home.root());
            known.put(provider.id(), report -> provider.knows(context, report));
            beans.put(provider.id(), provider.bean(context));
            provider.callbacks(context).ifPresent(r -> readers.put(provider.id(), r));
            provider.inbound(context).ifPresent(i -> inbounds.put(provider.id(), i));
        }
    }

    Map<String, Object> beans() {
        Map<String, Object> all = new LinkedHashMap<>(beans);
        inbounds.values().forEach(i -> all.putAll(i.beans()));
        return all;
    }

    /** What live requests providers make, by the provider's id. */
    Map<String, Inbound> inbounds() {
        return inbounds;
    }

    /** Whether a report holds a code that nobody has a word for. */
    boolean unknownCode(Report report) {
        String provider = report.operation().replaceFirst("\\..*", "");
        return !report.result().code().isEmpty()
                && report.result().disposition().isEmpty()
                && !known.getOrDefault(provider, r -> !r.isFinal()).test(report);
    }

    Map<String, Provider.CallbackReader> readers() {
        return readers;
    }
}
