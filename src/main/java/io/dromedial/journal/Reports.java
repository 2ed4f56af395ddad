package io.dromedial.journal;

import io.dromedial.record.Report;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Takes in what providers say of records: keeps it raw, finds the record, moves it. */
final class Reports {

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
        Optional<Found> found = find(tx, report, now);
        boolean applied = found.isPresent() && apply(tx, found.get(), report, now);
        String raw = report.raw().length() > LONGEST_RAW ? report.raw().substring(0, LONGEST_RAW) : report.raw();
        tx.update(
                "INSERT INTO report (id, operation, request, received_at, channel, applied, raw) VALUES (?, ?, ?, ?, ?, ?, ?)",
                reportId,
                found.map(Found::operation).orElse(operations.find(report.operation())),
                found.map(Found::id).orElse(0L),
                now,
                report.channel(),
                applied,
                raw);
        return applied ? Fate.APPLIED : found.isPresent() ? Fate.KEPT : Fate.UNKNOWN;
    }

    private boolean apply(Tx tx, Found f, Report report, long now) throws SQLException {
        String operation = operations.name(f.operation());
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
            int dot = report.operation().indexOf('.');
            String provider = dot < 0 ? report.operation() : report.operation().substring(0, dot);
            Optional<Tokens.Ticket> ticket = tokens.verify(provider, report.token(), now);
            return ticket.isEmpty()
                    ? Optional.empty()
                    : byId(tx, ticket.get().request(), ticket.get().attempt());
        }
        Fingerprint print = report.reference().isEmpty()
                ? Fingerprint.ofProviderRef(report.operation(), report.result().providerRef())
                : Fingerprint.ofReference(report.operation(), report.reference());
        OptionalLong own = References.number(report.reference());
        if (own.isPresent()) {
            Optional<Found> found = byId(tx, own.getAsLong(), 0);
            if (found.isPresent()) {
                return found;
            }
        }
        long id = tx.number("SELECT request FROM known WHERE hash = ? AND check_hash = ?", print.hash(), print.check());
        return id == 0 ? Optional.empty() : byId(tx, id, 0);
    }

    private static Optional<Found> byId(Tx tx, long id, int attempt) throws SQLException {
        return tx
                .list(
                        "SELECT r.id, r.batch, r.operation, " + Standings.COLUMNS + " FROM request r WHERE r.id = ?",
                        r -> new Found(r.getLong(1), r.getLong(2), r.getInt(3), attempt, Standings.read(r, 4)),
                        id)
                .stream()
                .findFirst();
    }
}
