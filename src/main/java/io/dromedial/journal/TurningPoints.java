package io.dromedial.journal;

import java.sql.SQLException;

/** What the journal does at the turning points of its {@link Writer}. */
final class TurningPoints implements Writer.Owner {

    private final JournalDatabase database;
    private final Announcements announcements;
    private final Reconnected reconnected;

    /** What is to be put right once the connection is back. */
    interface Reconnected {
        void then(Tx tx) throws SQLException;
    }

    TurningPoints(JournalDatabase database, Announcements announcements, Reconnected reconnected) {
        this.database = database;
        this.announcements = announcements;
        this.reconnected = reconnected;
    }

    @Override
    public void beforeCommit(Tx tx) throws SQLException {
        announcements.prepare(tx);
    }

    @Override
    public void checkCommit() {
        database.checkCommit();
    }

    @Override
    public void checkFailure(SQLException failure) {
        database.checkFailure(failure);
    }

    @Override
    public void reconnected(Tx tx) throws SQLException {
        reconnected.then(tx);
        tx.afterCommit(announcements::reconnected);
    }

    @Override
    public void lost(JournalLost why) {
        announcements.lost(why);
    }
}
