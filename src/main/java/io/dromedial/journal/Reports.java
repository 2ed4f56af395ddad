package io.dromedial.journal;

import io.dromedial.record.Report;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Takes in what providers say of records: keeps it raw, finds the record, moves it. */
final class Reports {

    /** The channel of what we ask for ourselves. */
    static final String LOOK_UP = "look-up";

    private static final int OF_AN_EARLIER_REQUEST = -1;
    private static final int LONGEST_RAW = 65_536;
    private final OperationNumbers operations;
    private final KnownRecords known;
    private final Tokens tokens;
    private final Function<String, Policy> policies;

    private final Aftermath aftermath;

    /** @param home the operation that the record was given to; {@code operation} is where it stands */
    private record Found(long id, long batch, int operation, int home, int attempt, Standing standing) {
        Found of(int another) {
            return new Found(id, batch, operation, home, another, standing);
        }
    }

    Reports(
            OperationNumbers operations,
            KnownRecords known,
            Tokens tokens,
            Function<String, Policy> policies,
            Aftermath aftermath) {
        this.operations = operations;
        this.known = known;
        this.tokens = tokens;
        this.policies = policies;
        this.aftermath = aftermath;
    }

    Fate take(Tx tx, long reportId, Report report, long now) throws SQLException {
        if (tx.repeated()) {
            Optional<Fate> before = taken(tx, reportId);
            if (before.isPresent()) {
                return before.get();
            }
        }
        Optional<Found> found = find(tx, report, now);
        if (report.channel().equals(LOOK_UP)
                && found.isPresent()
                && Transitions.saysNothingNew(found.get().standing(), report)) {
            return Fate.KEPT;
        }
        boolean applied = found.isPresent() && apply(tx, found.get(), report, now);
        tx.update(
                "INSERT INTO report (id, operation, request, received_at, channel, applied, raw) VALUES (?, ?, ?, ?, ?, ?, ?)",
                reportId,
                found.isPresent() ? found.get().operation() : operations.find(tx, report.operation()),
                found.map(Found::id).orElse(0L),
                now,
                report.channel(),
                applied,
                ColumnText.of(report.raw(), LONGEST_RAW));
        return fate(applied, found.isPresent());
    }

    private static Fate fate(boolean applied, boolean known) {
        return applied ? Fate.APPLIED : known ? Fate.KEPT : Fate.UNKNOWN;
    }

    private static Optional<Fate> taken(Tx tx, long reportId) throws SQLException {
        return tx
                .list(
                        "SELECT applied, request FROM report WHERE id = ?",
                        r -> fate(r.getBoolean(1), r.getLong(2) != 0),
                        reportId)
                .stream()
                .findFirst();
    }

    private boolean apply(Tx tx, Found f, Report report, long now) throws SQLException {
        String operation = operations.name(tx, f.operation());
        int attempt = f.attempt() == 0 ? f.standing().attempts() : f.attempt();
        Policy policy = aftermath.policy(tx, policies.apply(operation), f.standing());
        Changes.Move move = new Changes.Move(
                f.id(),
                f.batch(),
                f.operation(),
                f.standing(),
                s -> Transitions.report(s, attempt, report, policy, now),
                report.channel(),
                words(report));
        boolean applied = Changes.apply(tx, List.of(move), now) > 0;
        if (applied && report.isFinal()) {
            aftermath.notCalled(tx, operation, f.id(), report.result(), now);
        }
        return applied;
    }

    private static String words(Report report) {
        String code = report.result().code();
        String disposition = report.result().disposition();
        String what = code.isEmpty() ? "no code" : "code " + code;
        return what + (disposition.isEmpty() ? "" : " (" + disposition + ")") + (report.isFinal() ? "" : ", interim");
    }

    private Optional<Found> find(Tx tx, Report report, long now) throws SQLException {
        if (!report.token().isEmpty()) {
            return byToken(tx, report, now);
        }
        if (report.reference().isEmpty()) {
            return byProviderRef(tx, report);
        }
        int operation = operations.find(tx, report.operation());
        return byReference(tx, report).filter(f -> f.home() == operation);
    }

    private Optional<Found> byToken(Tx tx, Report report, long now) throws SQLException {
        int dot = report.operation().indexOf('.');
        String provider = dot < 0 ? report.operation() : report.operation().substring(0, dot);
        Optional<Tokens.Ticket> ticket = tokens.verify(provider, report.token(), now);
        Optional<Found> own = ticket.isEmpty()
                ? Optional.empty()
                : byId(tx, ticket.get().request(), ticket.get().attempt());
        return own.isEmpty() || report.callee().isEmpty()
                ? own
                : companion(tx, own.get(), report.callee().get());
    }

    /** One that went alone is meant, whatever callee is named: the token was for nobody else. */
    private static Optional<Found> companion(Tx tx, Found own, String callee) throws SQLException {
        boolean latest = own.standing().attempts() == own.attempt();
        long call = latest ? own.standing().call() : CallNumbers.of(own.id(), own.attempt());
        Optional<Long> other = Companions.find(tx, call, callee);
        if (other.isEmpty()) {
            return Companions.any(tx, call) ? Optional.empty() : Optional.of(own);
        }
        Optional<Found> found = byId(tx, other.get(), 0);
        return found.map(f -> f.standing().call() == call ? f : f.of(OF_AN_EARLIER_REQUEST));
    }

    private static Optional<Found> byProviderRef(Tx tx, Report report) throws SQLException {
        String ref = report.result().providerRef();
        return ref.isEmpty()
                ? Optional.empty()
                : known(tx, Fingerprint.ofProviderRef(report.operation(), ref))
                        .map(f -> f.of(attempt(f.attempt(), f.standing())));
    }

    /** Of a record that went on after its first attempt a name without a number is that attempt's. */
    private static int attempt(int noted, Standing standing) {
        return noted == 0 && standing.trail().ended() > 0 ? 1 : noted;
    }

    /** The user's own references come first: nothing keeps a user from one that looks like ours. */
    private Optional<Found> byReference(Tx tx, Report report) throws SQLException {
        Fingerprint reference = Fingerprint.ofReference(report.operation(), report.reference());
        Optional<Prints.Print> holder = known.holder(tx, reference);
        Optional<Found> found =
                holder.isEmpty() ? Optional.empty() : byId(tx, holder.get().request(), 0);
        OptionalLong own = References.number(report.reference());
        if (found.isPresent() || own.isEmpty()) {
            return found;
        }
        long without = tx.number("SELECT COUNT(*) FROM content WHERE id = ? AND reference IS NULL", own.getAsLong());
        return without == 0 ? Optional.empty() : byId(tx, own.getAsLong(), 0);
    }

    private static Optional<Found> known(Tx tx, Fingerprint print) throws SQLException {
        List<long[]> known = tx.list(
                "SELECT request, attempt FROM known WHERE hash = ? AND check_hash = ?",
                r -> new long[] {r.getLong(1), r.getLong(2)},
                print.hash(),
                print.check());
        return known.isEmpty() ? Optional.empty() : byId(tx, known.get(0)[0], (int) known.get(0)[1]);
    }

    private static Optional<Found> byId(Tx tx, long id, int attempt) throws SQLException {
        return tx
                .list(
                        "SELECT r.id, r.batch, r.operation, b.operation, " + Standings.COLUMNS
                                + " FROM request r JOIN batch b ON b.id = r.batch WHERE r.id = ?",
                        r -> new Found(
                                r.getLong(1),
                                r.getLong(2),
                                r.getInt(3),
                                r.getInt(4),
                                attempt,
                                Standings.read(tx, id, r, 5)),
                        id)
                .stream()
                .findFirst();
    }
}
