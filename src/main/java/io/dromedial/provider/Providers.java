package io.dromedial.provider;

import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.settings.ProviderSettings;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/** Every provider on the class path. */
public final class Providers {

    private final List<Provider> all;

    private Providers(List<Provider> all) {
        this.all = all;
    }

    public static Providers load() {
        return new Providers(ServiceLoader.load(Provider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Provider::id))
                .toList());
    }

    public List<Provider> all() {
        return all;
    }

    public Optional<Provider> find(String id) {
        return all.stream().filter(p -> p.id().equals(id)).findFirst();
    }

    public List<ProviderSettings> settings() {
        return all.stream().map(Provider::settings).toList();
    }

    public Operations operations() {
        List<Operation> declared =
                all.stream().flatMap(p -> p.operations().stream()).toList();
        Set<String> inbound =
                all.stream().flatMap(p -> p.inboundOperation().stream()).collect(Collectors.toSet());
        return new Operations(declared, inbound);
    }
}
