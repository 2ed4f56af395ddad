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
    private final Tokens tokens;
    private final Function<String, Policy> policies;

    private record Found(long id, long batch, int operation, int attempt, Standing standing) {}

    Reports(OperationNumbers operations, Tokens tokens, Function<String, Policy> policies) {
        this.operations = operations;
        this.tokens = tokens;
        this.policies = policies;
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
        Changes.Move move = new Changes.Move(
                f.id(),
                f.batch(),
                f.operation(),
                f.standing(),
                s -> Transitions.report(s, attempt, report, policies.apply(operation), now),
                report.channel(),
                words(report));
        return Changes.apply(tx, List.of(move), now) > 0;
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
        int operation = operations.find(tx, report.operation());
        Optional<Found> found = report.reference().isEmpty() ? byProviderRef(tx, report) : byReference(tx, report);
        return found.filter(f -> f.operation() == operation);
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
        return found.map(f -> f.standing().call() == call
                ? f
                : new Found(f.id(), f.batch(), f.operation(), OF_AN_EARLIER_REQUEST, f.standing()));
    }

    private static Optional<Found> byProviderRef(Tx tx, Report report) throws SQLException {
        String ref = report.result().providerRef();
        return ref.isEmpty() ? Optional.empty() : known(tx, Fingerprint.ofProviderRef(report.operation(), ref));
    }

    /** The user's own references come first: nothing keeps a user from one that looks like ours. */
    private static Optional<Found> byReference(Tx tx, Report report) throws SQLException {
        Optional<Found> found = known(tx, Fingerprint.ofReference(report.operation(), report.reference()));
        OptionalLong own = References.number(report.reference());
        if (found.isPresent() || own.isEmpty()) {
            return found;
        }
        long without = tx.number("SELECT COUNT(*) FROM content WHERE id = ? AND reference IS NULL", own.getAsLong());
        return without == 0 ? Optional.empty() : byId(tx, own.getAsLong(), 0);
    }

    private static Optional<Found> known(Tx tx, Fingerprint print) throws SQLException {
        long id = tx.number("SELECT request FROM known WHERE hash = ? AND check_hash = ?", print.hash(), print.check());
        return id == 0 ? Optional.empty() : byId(tx, id, 0);
    }

    private static Optional<Found> byId(Tx tx, long id, int attempt) throws SQLException {
        return tx
                .list(
                        "SELECT r.id, r.batch, r.operation, " + Standings.COLUMNS + " FROM request r WHERE r.id = ?",
                        r -> new Found(r.getLong(1), r.getLong(2), r.getInt(3), attempt, Standings.read(tx, id, r, 4)),
                        id)
                .stream()
                .findFirst();
    }
}
