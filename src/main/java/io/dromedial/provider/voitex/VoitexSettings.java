package io.dromedial.provider.voitex;

import io.dromedial.settings.ProviderSettings;
import io.dromedial.settings.Setting;
import java.util.ArrayList;
import java.util.List;

/** What Voitex needs to be told. */
public final class VoitexSettings {

    private static final List<Setting> OUTBOUND = List.of(
                    Setting.url(
                            "voitex.notify-url",
                            "https://notify.voitexapi.com/notify/",
                            "the full URL that SMS and calls are posted to"),
                    Setting.url(
                            "voitex.notification-url",
                            "https://notify.voitexapi.com/",
                            "the full URL of the older notification calls"),
                    Setting.url("voitex.sms-url", "https://sms.voitexapi.com/send/", "the full URL of the older SMS"),
                    Setting.url(
                            "voitex.recording-url",
                            "https://recording.voitexapi.com/upload/",
                            "the full URL that recordings and texts to speak are posted to"),
                    Setting.url("voitex.contacts-url", "https://contacts.voitexapi.com/", "the full URL of contacts"),
                    Setting.credential("voitex.auth-key", "Auth-Key of the Voitex account"),
                    Setting.of(
                                    "voitex.contact-update.custom-fields",
                                    Setting.Kind.COLUMNS,
                                    "the account's own contact fields, sent like the others; commas between them")
                            .otherwise("none")
                            .example("address,city"));

    public static final ProviderSettings DECLARED = new ProviderSettings("voitex", all(), false);

    private VoitexSettings() {}

    private static List<Setting> all() {
        List<Setting> all = new ArrayList<>(OUTBOUND);
        all.addAll(VoitexBranchSettings.ALL);
        return all;
    }
}
