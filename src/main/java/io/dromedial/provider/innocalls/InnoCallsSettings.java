package io.dromedial.provider.innocalls;

import io.dromedial.settings.ProviderSettings;
import io.dromedial.settings.Setting;
import java.util.List;

/** What InnoCalls needs to be told. Its results are looked up. */
public final class InnoCallsSettings {

    public static final ProviderSettings DECLARED = new ProviderSettings(
            "innocalls",
            List.of(
                    Setting.baseUrl(
                            "innocalls.url",
                            "https://api.bridge.innocalls.com/api/v1",
                            "the API up to its version; /call/bridge and /call/status are added"),
                    Setting.credential("innocalls.token", "bearer token of the InnoCalls account")),
            false);

    private InnoCallsSettings() {}
}
