package io.dromedial.journal;

/** The little in which the two databases differ. */
enum Dialect {
    HSQLDB("", "CALL 1"),
    POSTGRESQL(" FOR UPDATE SKIP LOCKED", "SELECT 1");

    private final String skipLocked;
    private final String ping;

    Dialect(String skipLocked, String ping) {
        this.skipLocked = skipLocked;
        this.ping = ping;
    }

    static Dialect of(String url) {
        return url.startsWith("jdbc:hsqldb:") ? HSQLDB : POSTGRESQL;
    }

    /** Ends a SELECT that takes rows which no other process is taking. */
    String skipLocked() {
        return skipLocked;
    }

    /** One process alone owns an HSQLDB journal; PostgreSQL's is shared. */
    boolean shared() {
        return this == POSTGRESQL;
    }

    String ping() {
        return ping;
    }
}
