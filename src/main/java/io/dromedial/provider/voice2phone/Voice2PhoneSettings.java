package io.dromedial.provider.voice2phone;

import io.dromedial.record.Disposition;
import io.dromedial.settings.ProviderSettings;
import io.dromedial.settings.Setting;
import io.dromedial.settings.Setting.Kind;
import java.util.List;
import java.util.stream.Stream;

/** What Voice2Phone needs to be told. Its results are looked up. */
public final class Voice2PhoneSettings {

    static final String API_KEY = "voice2phone.api-key";
    static final String AUTH = "voice2phone.auth";
    static final String BASIC = "basic";

    /** Begins the keys that say what a number in {@code Status} means. */
    static final String STATUS = "voice2phone.call.status.";

    /** The word for a status that is not the last. */
    static final String PENDING = "pending";

    public static final ProviderSettings DECLARED = new ProviderSettings(
            "voice2phone",
            List.of(
                    Setting.baseUrl(
                            "voice2phone.url",
                            "https://api.voice2phone.com/call",
                            "where calls are posted to and, with an id behind it, looked up"),
                    Setting.credential(API_KEY, "API key of the Voice2Phone account"),
                    Setting.of(
                                    AUTH,
                                    Kind.CHOICE,
                                    "how the key goes into the header Authorization: as it stands, or as HTTP Basic's"
                                            + " user name")
                            .byDefault("raw")
                            .oneOf("raw", BASIC),
                    Setting.of(
                                    STATUS + "<n>",
                                    Kind.CHOICE,
                                    "what the number in Status means, which is published nowhere; pending: not the"
                                            + " last; without it the number is kept and looked up again")
                            .oneOf(Stream.concat(Disposition.ALL.stream(), Stream.of(PENDING))
                                    .toArray(String[]::new))
                            .example("answered")),
            false);

    private Voice2PhoneSettings() {}
}
