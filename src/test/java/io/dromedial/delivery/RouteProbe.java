package io.dromedial.delivery;

import io.dromedial.journal.Standing;
import io.dromedial.journal.Started;
import io.dromedial.record.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;

/** Calls routes as delivery does, without a journal. */
public final class RouteProbe {

    private final RouteCall call;
    private final Duration limit;

    public RouteProbe(CamelContext context, Clock clock, Duration limit) {
        this.call = new RouteCall(context, clock);
        this.limit = limit;
    }

    /** One outcome a record; the n-th has the reference {@code r-n} and the token {@code token-n}; the request is {@code c1}. */
    public List<Outcome> send(String operation, boolean groups, List<Map<String, String>> fields) {
        List<Started> records = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            records.add(new Started(
                    i + 1, 1, operation, "r-" + (i + 1), fields.get(i), "token-" + (i + 1), "c1", Standing.due(0)));
        }
        CompletableFuture<List<Outcome>> done = new CompletableFuture<>();
        call.send(operation, groups, limit, records, () -> {}, done::complete);
        return done.orTimeout(60, TimeUnit.SECONDS).join();
    }

    public Outcome one(String operation, boolean groups, Map<String, String> fields) {
        return send(operation, groups, List.of(fields)).get(0);
    }
}
