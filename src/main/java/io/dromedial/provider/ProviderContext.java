package io.dromedial.provider;

import io.dromedial.settings.Settings;
import java.time.Clock;

/** What a provider's bean and callback reader work with. */
public record ProviderContext(Settings settings, Clock clock, Codes codes) {

    /** The URL of a provider's callbacks for one attempt. */
    public String callbackUrl(String provider, String token) {
        String base = settings.find("dromedial.public-url").orElse("");
        String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return trimmed + "/callbacks/" + provider + "/" + token;
    }
}
