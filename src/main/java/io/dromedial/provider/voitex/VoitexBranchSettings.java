package io.dromedial.provider.voitex;

import io.dromedial.settings.Setting;
import io.dromedial.settings.Setting.Kind;
import java.util.List;

/** What the API Branch needs to be told; none of it turns Voitex on. */
final class VoitexBranchSettings {

    static final String SECRET = VoitexBranch.OPERATION + ".secret";
    static final String ALLOW = VoitexBranch.OPERATION + ".allow";
    static final String FALLBACK = VoitexBranch.OPERATION + ".fallback";

    static final List<Setting> ALL = List.of(
            Setting.of(SECRET, Kind.SECRET, "what ends the path that Voitex calls: /ivr/voitex/{secret}")
                    .otherwise("the path is /ivr/voitex"),
            Setting.of(ALLOW, Kind.ADDRESSES, "the only addresses and networks that may call, as they reach this port")
                    .otherwise("any")
                    .example("192.0.2.7,198.51.100.0/24"),
            Setting.of(FALLBACK, Kind.JSON, "what a live call is answered where no route decides within 2 s")
                    .byDefault("{}"),
            Setting.of(VoitexBranch.OPERATION + ".charset", Kind.CHARSET, "charset of the files of its calls")
                    .byDefault("UTF-8")
                    .rare(),
            Setting.of(VoitexBranch.OPERATION + ".delimiter", Kind.CHARACTER, "delimiter of the files of its calls")
                    .byDefault(",")
                    .rare());

    private VoitexBranchSettings() {}
}
