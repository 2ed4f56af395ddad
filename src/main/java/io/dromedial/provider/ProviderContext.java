package io.dromedial.provider;

import io.dromedial.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What a provider's bean and callback reader work with.
 *
 * @param home the folder that the paths of records' files are relative to
 */
public record ProviderContext(Settings settings, Clock clock, Codes codes, Path home) {

    /** In the working directory. */
    public ProviderContext(Settings settings, Clock clock, Codes codes) {
        this(settings, clock, codes, Path.of(""));
    }

    /** The URL of a provider's callbacks for one attempt. */
    public String callbackUrl(String provider, String token) {
        String base = settings.find("dromedial.public-url").orElse("");
        String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return trimmed + "/callbacks/" + provider + "/" + token;
    }
}
