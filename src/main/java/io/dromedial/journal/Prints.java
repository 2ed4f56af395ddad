package io.dromedial.journal;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * What references and repeats of submitted records are recognised by. In the writer's thread all but {@link #holder}.
 */
interface Prints {

    /**
     * Whose it is.
     *
     * @param request the record's number; negative of one that was delivered and is no longer kept
     * @param at since when, epoch milliseconds
     */
    record Print(long request, long at) {}

    /** How long it is known: for ever, or as long as its record is kept. */
    enum Kind {
        REFERENCE,
        REPEAT
    }

    /** A question of one number to the database; 0 where it finds nothing. */
    interface Asked {
        long number(String sql, Object... values);
    }

    /** Those that are known, as the transaction sees them. */
    Map<Fingerprint, Print> find(Tx tx, Kind kind, Collection<Fingerprint> prints) throws SQLException;

    /**
     * Notes them with the transaction, in the place of what stood there.
     *
     * @param there those of them that are known already
     */
    void note(Tx tx, Kind kind, Map<Fingerprint, Print> prints, Set<Fingerprint> there) throws SQLException;

    /** The record that has a reference, as it was committed, asked beside the writer; 0 for none. */
    long holder(Fingerprint reference, Asked database);

    /** Forgets what was noted before then of records that are gone; the references of those that were delivered stay. */
    void forgetGone(Tx tx, long before) throws SQLException;

    /** Makes itself ready, after the end of an earlier process. */
    default void enter(Write write) {}

    /** The writer lost its connection, and perhaps the word of a commit that was made. */
    default void reconnected(Tx tx) throws SQLException {}

    /** Does a piece of work in a transaction of its own. */
    interface Write {
        <T> T now(Writer.Work<T> work);
    }

    /** In order: everything that was noted is kept for the next process. */
    default void close() {}
}
