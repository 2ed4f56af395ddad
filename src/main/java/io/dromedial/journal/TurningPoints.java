package io.dromedial.journal;

import java.sql.SQLException;

/** What a journal does at its writer's turning points. */
final class TurningPoints implements Writer.Owner {

    private final JournalDatabase database;
    private final Announcements announcements;
    private final Writer.Work<?> afterReconnecting;

    TurningPoints(JournalDatabase database, Announcements announcements, Writer.Work<?> afterReconnecting) {
        this.database = database;
        this.announcements = announcements;
        this.afterReconnecting = afterReconnecting;
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
        afterReconnecting.run(tx);
        tx.afterCommit(announcements::reconnected);
    }

    @Override
    public void lost(JournalLost why) {
        announcements.lost(why);
    }
}
