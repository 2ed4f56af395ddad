package io.dromedial.simulator;

import java.net.URI;
import java.util.List;

/**
 * One provider's API as its document describes it; found by {@link java.util.ServiceLoader}. It never reads the
 * provider's production code: both are held to the same documents.
 */
public interface Dialect {

    /** The provider's id, which is also its path: {@code /voicenotify}. */
    String provider();

    /** Names its endpoints; called once, before the first request. */
    void mount(Endpoints endpoints);

    /** The configuration lines that lead the runtime here, for example {@code voicenotify.url=<base>/voicenotify}. */
    List<String> configuration(URI base);

    /** Phone numbers with a will of their own; none by default. */
    default List<MagicNumber> magicNumbers() {
        return List.of();
    }
}
