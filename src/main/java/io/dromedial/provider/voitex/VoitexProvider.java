package io.dromedial.provider.voitex;

import io.dromedial.provider.Inbound;
import io.dromedial.provider.Provider;
import io.dromedial.provider.ProviderContext;
import io.dromedial.record.Operation;
import io.dromedial.settings.ProviderSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What Voitex offers. Source: its API page. */
public final class VoitexProvider implements Provider {

    @Override
    public ProviderSettings settings() {
        return VoitexSettings.DECLARED;
    }

    @Override
    public List<Operation> operations() {
        return Stream.of(VoitexNotifications.operations(), VoitexLibrary.operations(), VoitexContacts.operations())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public Object bean(ProviderContext context) {
        return new Voitex(context);
    }

    @Override
    public Optional<Inbound> inbound(ProviderContext context) {
        return Optional.of(new VoitexBranch(context.settings()));
    }

    @Override
    public Optional<String> inboundOperation() {
        return Optional.of(VoitexBranch.OPERATION);
    }
}
