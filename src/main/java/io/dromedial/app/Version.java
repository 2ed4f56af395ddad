package io.dromedial.app;

/** Which Dromedial this is. */
public final class Version {

    private Version() {}

    /** The jar's version, or {@code development} where classes do not come from one. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
