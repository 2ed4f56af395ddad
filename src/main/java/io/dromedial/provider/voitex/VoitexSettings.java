package io.dromedial.provider.voitex;

import io.dromedial.settings.ProviderSettings;
import io.dromedial.settings.Setting;
import java.util.ArrayList;
import java.util.List;

/** What Voitex needs to be told. */
public final class VoitexSettings {

    public static final ProviderSettings DECLARED = new ProviderSettings("voitex", all(), false);

    private VoitexSettings() {}

    private static List<Setting> all() {
        List<Setting> all =
                new ArrayList<>(List.of(Setting.credential("voitex.auth-key", "Auth-Key of the Voitex account")));
        all.addAll(VoitexBranchSettings.ALL);
        return all;
    }
}
