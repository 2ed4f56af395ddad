package io.dromedial.journal;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gives what a transaction settled its places in order, and tells listeners once it is committed. */
final class Announcements {

    private final OperationNumbers operations;
    private final List<JournalListener> listeners = new CopyOnWriteArrayList<>();

    Announcements(OperationNumbers operations) {
        this.operations = operations;
    }

    void add(JournalListener listener) {
        listeners.add(listener);
    }

    /** The last statements of each transaction. */
    void prepare(Tx tx) throws SQLException {
        if (SettlingOrder.number(tx)) {
            tx.afterCommit(() -> listeners.forEach(JournalListener::settled));
        }
        if (DayEntries.number(tx)) {
            tx.afterCommit(() -> listeners.forEach(JournalListener::noted));
        }
        List<Long> touched = List.copyOf(tx.touchedBatches());
        List<Long> moved = List.copyOf(tx.movedBatches());
        List<Integer> due = List.copyOf(tx.dueOperations());
        tx.afterCommit(() -> tell(touched, moved, due));
    }

    private void tell(List<Long> touched, List<Long> moved, List<Integer> due) {
        for (JournalListener listener : listeners) {
            moved.forEach(listener::moved);
            touched.forEach(listener::changed);
            due.forEach(d -> operations.name(d).ifPresent(listener::due));
        }
    }

    void reconnected() {
        listeners.forEach(JournalListener::reconnected);
    }

    void lost(JournalLost why) {
        listeners.forEach(l -> l.lost(why));
    }
}
