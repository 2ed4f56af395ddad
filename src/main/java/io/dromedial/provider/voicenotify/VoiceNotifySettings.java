package io.dromedial.provider.voicenotify;

import io.dromedial.settings.ProviderSettings;
import io.dromedial.settings.Setting;
import java.util.List;

/** What VoiceNotify needs to be told. Its results come by callback. */
public final class VoiceNotifySettings {

    public static final ProviderSettings DECLARED = new ProviderSettings(
            "voicenotify",
            List.of(
                    Setting.url(
                            "voicenotify.url",
                            "https://api-v1.delight.fit/voicenotify",
                            "the full URL that calls are posted to"),
                    Setting.credential("voicenotify.access-token", "access token of the VoiceNotify account")),
            true);

    private VoiceNotifySettings() {}
}
