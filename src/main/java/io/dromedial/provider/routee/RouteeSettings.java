package io.dromedial.provider.routee;

import io.dromedial.settings.ProviderSettings;
import io.dromedial.settings.Setting;
import java.util.List;

/** What Routee needs to be told. Its results come by callback. */
public final class RouteeSettings {

    public static final ProviderSettings DECLARED = new ProviderSettings(
            "routee",
            List.of(
                    Setting.url(
                            "routee.auth-url",
                            "https://auth.routee.net/oauth/token",
                            "the full URL that tokens are fetched from"),
                    Setting.url(
                            "routee.campaign-url",
                            "https://connect.routee.net/voice/campaign",
                            "the full URL that campaigns are posted to"),
                    Setting.baseUrl(
                            "routee.tracking-url",
                            "https://connect.routee.net/voice/tracking",
                            "where messages are looked up, up to `/voice/tracking`"),
                    Setting.credential("routee.application-id", "id of the Routee application"),
                    Setting.credential("routee.application-secret", "its secret"),
                    Setting.of(
                                    "routee.campaign.file-hosts",
                                    Setting.Kind.HOSTS,
                                    "the only hosts that `fileURL` may name; commas between them, `*.example.com` for all below one")
                            .otherwise("any")
                            .example("media.example.com")),
            true);

    private RouteeSettings() {}
}
