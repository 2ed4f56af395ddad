package io.dromedial.journal;

import io.dromedial.record.Result;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What an attempt's end brings about besides the record's next standing, in the same transaction. */
final class Aftermath {

    private final Rungs rungs;
    private final DoNotCall doNotCall;
    private final Function<String, Policy> policies;

    Aftermath(Rungs rungs, DoNotCall doNotCall, Function<String, Policy> policies) {
        this.rungs = rungs;
        this.doNotCall = doNotCall;
        this.policies = policies;
    }

    /** What follows for this record, be it on a ladder or not. */
    Policy policy(Tx tx, Policy own, Standing standing) throws SQLException {
        return rungs.policy(tx, own, standing);
    }

    /** Puts a callee on the operation's do-not-call list whom the result says not to call again, if that is configured. */
    void notCalled(Tx tx, String operation, long request, Result result, long now) throws SQLException {
        Set<String> unwanted = policies.apply(operation).course().doNotCall();
        if (result.disposition().isEmpty() || !unwanted.contains(result.disposition())) {
            return;
        }
        Optional<String> fields = sent(tx, operation, request);
        if (fields.isPresent()) {
            String code = result.code().isEmpty() ? "" : ", code " + result.code();
            doNotCall.add(
                    tx, operation, Json.fields(fields.get()), "the result was " + result.disposition() + code, now);
        }
    }

    /** What the operation was sent of the record, also where that stands on another step by now. */
    private static Optional<String> sent(Tx tx, String operation, long request) throws SQLException {
        Optional<String> rung = tx
                .list(
                        "SELECT g.fields FROM rung g JOIN operation o ON o.id = g.operation"
                                + " WHERE g.request = ? AND o.name = ? ORDER BY g.step",
                        r -> r.getString(1),
                        request,
                        operation)
                .stream()
                .findFirst();
        return rung.isPresent()
                ? rung
                : tx.list("SELECT fields FROM content WHERE id = ?", r -> r.getString(1), request).stream()
                        .findFirst();
    }
}
