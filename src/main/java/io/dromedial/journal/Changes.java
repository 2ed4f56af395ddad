package io.dromedial.journal;

import io.dromedial.record.State;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves records from one standing to the next within a transaction, with the line of history each move leaves and,
 * for those that settle, their place in the order of settling.
 */
final class Changes {

    private static final String HISTORY =
            "INSERT INTO history (request, version, noted_at, kind, attempt, started_at, state,"
                    + " status, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final int LONGEST_TEXT = 4000;

    /** The kind of what an attempt came to. */
    static final String ATTEMPT = "attempt";

    /** What a record's event makes of it, asked again should the record have moved meanwhile. */
    interface Step {
        Optional<Standing> next(Standing current);
    }

    /** One record to be moved: where it is believed to stand, and the step. */
    record Move(long id, long batch, int operation, Standing believed, Step step, String kind, String note) {}

    private Changes() {}

    /** Makes all moves; one whose record has moved meanwhile is thought over from where it stands now. */
    static int apply(Tx tx, List<Move> moves, long now) throws SQLException {
        List<Move> made = new ArrayList<>(moves.size());
        List<Standing> next = new ArrayList<>(moves.size());
        PreparedStatement replace = Standings.replace(tx);
        List<Long> told = new ArrayList<>();
        for (Move move : moves) {
            Optional<Standing> to = move.step().next(move.believed());
            if (to.isPresent()) {
                Standing reached = inTime(tx, move, to.get(), now);
                Standings.Quiet quiet = quiet(move, reached);
                if (quiet == Standings.Quiet.NOTHING) {
                    told.add(move.id());
                }
                Standings.addReplace(replace, move.id(), tx.flights().row(move.id(), move.believed()), reached, quiet);
                made.add(move);
                next.add(reached);
            }
        }
        if (made.isEmpty()) {
            return 0;
        }
        PlainAcceptance.write(tx, told);
        int[] counts = replace.executeBatch();
        PreparedStatement history = tx.prepare(HISTORY);
        List<Move> again = new ArrayList<>();
        int done = 0;
        int lines = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                again.add(made.get(i));
                continue;
            }
            done++;
            if (!PlainAcceptance.is(made.get(i), next.get(i))) {
                addHistory(history, made.get(i), next.get(i), now);
                lines++;
            }
            int moved = Rungs.follow(tx, made.get(i).id(), made.get(i).believed(), next.get(i));
            note(tx, made.get(i), next.get(i), moved == 0 ? made.get(i).operation() : moved);
        }
        if (lines > 0) {
            history.executeBatch();
        }
        return done + (again.isEmpty() ? 0 : apply(tx, reread(tx, again), now));
    }

    private static Standings.Quiet quiet(Move move, Standing to) {
        if (PlainAcceptance.is(move, to)) {
            return new Standings.Quiet(to.version(), move.believed().startedAt());
        }
        return PlainAcceptance.endsWith(move.believed(), to) ? Standings.Quiet.NOTHING : Standings.Quiet.AS_BEFORE;
    }

    /** What would go on only after its expires_at goes on no more. */
    private static Standing inTime(Tx tx, Move move, Standing to, long now) throws SQLException {
        if (to.state() != State.DUE || !goesOn(move.believed(), to)) {
            return to;
        }
        long expires = tx.number("SELECT expires_at FROM request WHERE id = ?", move.id());
        if (expires == 0 || expires > to.dueAt()) {
            return to;
        }
        String wanted = to.error().isEmpty() ? "" : to.error() + ", but ";
        return Transitions.expired(to, now)
                .map(s -> s.told(s.lastStatus(), wanted + s.error()))
                .orElse(to);
    }

    /** Whether an attempt's end was followed by a redial or another step. */
    private static boolean goesOn(Standing from, Standing to) {
        return to.trail().ended() != from.trail().ended();
    }

    private static List<Move> reread(Tx tx, List<Move> moves) throws SQLException {
        List<Move> fresh = new ArrayList<>();
        for (Move m : moves) {
            Optional<Standing> found = Standings.find(tx, m.id());
            if (found.isPresent()) {
                fresh.add(new Move(m.id(), m.batch(), m.operation(), found.get(), m.step(), m.kind(), m.note()));
            }
        }
        return fresh;
    }

    /** @param operation the one that it now stands in */
    private static void note(Tx tx, Move move, Standing to, int operation) {
        tx.moved(move.batch());
        if (ends(move.believed().state()) || ends(to.state())) {
            tx.touched(move.batch());
        }
        if (to.state().settled() && !move.believed().state().settled()) {
            tx.settled(move.id(), to.trail().onLadder() ? to.trail().home() : operation);
            DayEntries.settled(tx, move.id(), to.state(), to.completedAt());
        }
        if (reachedNobody(move.believed(), to)) {
            tx.unreached(new Tx.Unreached(move.id(), to.attempts(), move.operation()));
        }
        if (to.state() == State.DUE) {
            tx.due(operation);
        }
    }

    /** Whether the attempt that ends here provably rang no telephone. */
    private static boolean reachedNobody(Standing from, Standing to) {
        boolean open = from.state() == State.SENDING || from.state() == State.IN_DOUBT;
        boolean made = goesOn(from, to) && to.trail().called();
        boolean notTaken = to.state() == State.DUE || to.state() == State.DEAD || to.state() == State.REJECTED;
        return open && notTaken && !made && !to.error().startsWith(Standing.MAY_HAVE_GONE);
    }

    /** Whether results tell more of it than that it is on its way. */
    private static boolean ends(State state) {
        return state.settled() || state == State.IN_DOUBT;
    }

    private static void addHistory(PreparedStatement history, Move move, Standing to, long now) throws SQLException {
        boolean both = goesOn(move.believed(), to)
                && !move.note().isEmpty()
                && !to.error().isEmpty();
        String text = both ? move.note() + "; " + to.error() : move.note().isEmpty() ? to.error() : move.note();
        history.setLong(1, move.id());
        history.setInt(2, to.version());
        history.setLong(3, now);
        history.setString(4, move.kind());
        history.setInt(5, to.attempts());
        history.setLong(6, move.believed().startedAt());
        history.setInt(7, to.state().number());
        history.setInt(8, to.lastStatus());
        history.setString(9, ColumnText.of(text, LONGEST_TEXT));
        history.addBatch();
    }
}
