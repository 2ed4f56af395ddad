package io.dromedial.journal;

import java.sql.SQLException;

/** What the journal does at the turning points of its {@link Writer}. */
final class TurningPoints implements Writer.Owner {

    private final JournalDatabase database;
    private final Announcements announcements;
    private final Step beforeCommit;
    private final Step reconnected;

    /** What is to be written in that transaction, besides. */
    interface Step {
        void write(Tx tx) throws SQLException;
    }

    /** @param reconnected what is to be put right once the connection is back */
    TurningPoints(JournalDatabase database, Announcements announcements, Step beforeCommit, Step reconnected) {
        this.database = database;
        this.announcements = announcements;
        this.beforeCommit = beforeCommit;
        this.reconnected = reconnected;
    }

    @Override
    public void beforeCommit(Tx tx) throws SQLException {
        beforeCommit.write(tx);
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
        reconnected.write(tx);
        tx.afterCommit(announcements::reconnected);
    }

    @Override
    public void lost(JournalLost why) {
        announcements.lost(why);
    }
}
