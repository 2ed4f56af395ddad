package io.dromedial.journal;

/** Told after a commit, in the writer's thread: must be quick and must not call back. */
public interface JournalListener {

    /** Records of the operation may have become due. */
    default void due(String operation) {}

    /** The batch was opened or grew, or records of it settled, are in doubt, or are so no more. */
    default void changed(long batch) {}

    /** Records of the batch went on in any way. */
    default void moved(long batch) {}

    /** Further records settled. */
    default void settled() {}

    /** A day's files have more to tell. */
    default void noted() {}

    /** The database was away and is back; what was started without our hearing of it was put back as due. */
    default void reconnected() {}

    /** The journal can't be trusted any more; nothing may be sent. */
    default void lost(JournalLost why) {}
}
