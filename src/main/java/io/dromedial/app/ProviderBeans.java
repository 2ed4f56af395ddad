package io.dromedial.app;

import io.dromedial.provider.Codes;
import io.dromedial.provider.Provider;
import io.dromedial.provider.ProviderContext;
import io.dromedial.provider.Providers;
import io.dromedial.settings.Settings;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** The beans that routes call and the readers of callbacks, one of each a provider. */
final class ProviderBeans {

    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Map<String, Provider.CallbackReader> readers = new LinkedHashMap<>();

    ProviderBeans(Providers providers, Settings settings, Home home, Clock clock) {
        for (Provider provider : providers.all()) {
            Codes codes = Codes.read(
                    home.routes().resolve("providers").resolve(provider.id()).resolve("codes.csv"));
            ProviderContext context = new ProviderContext(settings, clock, codes, home.root());
            beans.put(provider.id(), provider.bean(context));
            provider.callbacks(context).ifPresent(r -> readers.put(provider.id(), r));
        }
    }

    Map<String, Object> beans() {
        return beans;
    }

    Map<String, Provider.CallbackReader> readers() {
        return readers;
    }
}
