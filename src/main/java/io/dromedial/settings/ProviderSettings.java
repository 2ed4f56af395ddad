package io.dromedial.settings;

import java.util.List;

/**
 * What one provider needs to be told. The provider is on when one of its credentials is set; the generic keys
 * ({@code <provider>.timeout} and so on) come by themselves.
 *
 * @param needsPublicUrl whether its results come by callback, so that it can't be on without a public URL
 */
public record ProviderSettings(String provider, List<Setting> settings, boolean needsPublicUrl) {

    public ProviderSettings {
        settings = List.copyOf(settings);
        for (Setting setting : settings) {
            if (!setting.key().startsWith(provider + ".")) {
                throw new IllegalArgumentException(
                        "a key of " + provider + " begins with '" + provider + ".', not '" + setting.key() + "'");
            }
        }
    }
}
