package io.dromedial.journal.camel;

import io.dromedial.journal.Fate;
import io.dromedial.journal.Journal;
import io.dromedial.record.Report;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Keeps what a provider said about a record, and moves the record. The body becomes {@code fate}. */
final class ReportProducer extends DefaultProducer {

    private final JournalEndpoint endpoint;

    ReportProducer(JournalEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (!(body instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("journal:report got "
                    + (body == null ? "no body" : "a " + body.getClass().getSimpleName())
                    + "; expected a Map with operation, one of reference, providerRef and token, and code, disposition,"
                    + " final, digits, detail");
        }
        Fate fate = keep(endpoint.getComponent().journal(), RouteReport.of(map));
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("fate", fate.name().toLowerCase(Locale.ROOT));
        exchange.getMessage().setBody(told);
    }

    private static Fate keep(Journal journal, Report report) {
        try {
            return journal.report(report).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
