package io.dromedial.journal;

/** The little in which the two databases differ. */
enum Dialect {
    HSQLDB("", "CALL 1", "MEMORY"),
    POSTGRESQL(" FOR UPDATE SKIP LOCKED", "SELECT 1", "");

    private final String skipLocked;
    private final String ping;
    private final String memory;

    Dialect(String skipLocked, String ping, String memory) {
        this.skipLocked = skipLocked;
        this.ping = ping;
        this.memory = memory;
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

    /** What a small table is created with that is to be held in memory, and is durable all the same. */
    String memory() {
        return memory;
    }
}
