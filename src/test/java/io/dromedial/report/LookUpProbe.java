package io.dromedial.report;

import io.dromedial.delivery.http.Departure;
import io.dromedial.journal.LookUp;
import io.dromedial.provider.Finding;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;

/** Calls look-up routes as their engine does, without a journal. */
public final class LookUpProbe {

    private final LookUpCall call;
    private final Duration limit;

    public LookUpProbe(CamelContext context, Clock clock, Duration limit) {
        this.call = new LookUpCall(context, clock, Departure::watch);
        this.limit = limit;
    }

    public Finding ask(LookUp lookUp, boolean groups) {
        CompletableFuture<Finding> done = new CompletableFuture<>();
        call.ask(lookUp, groups, limit, done::complete);
        return done.orTimeout(60, TimeUnit.SECONDS).join();
    }
}
