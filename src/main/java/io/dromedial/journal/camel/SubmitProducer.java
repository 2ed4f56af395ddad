package io.dromedial.journal.camel;

import io.dromedial.journal.Admission.Fault;
import io.dromedial.journal.Admission.Submission;
import io.dromedial.journal.Admission.Summary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Takes in the records in the body; they are durable when it returns. The body becomes the summary. */
final class SubmitProducer extends DefaultProducer {

    private final JournalEndpoint endpoint;

    SubmitProducer(JournalEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Submission submission = new Submission(
                endpoint.getOperation(), endpoint.batch(), key(exchange), endpoint.isAllowDuplicate(), "route");
        try (Records records = Records.of(exchange.getMessage().getBody())) {
            Summary summary = endpoint.getComponent().admission().submit(submission, records);
            exchange.getMessage().setBody(map(summary));
        }
    }

    private static Optional<String> key(Exchange exchange) {
        return Optional.ofNullable(exchange.getMessage().getHeader(JournalHeaders.KEY, String.class))
                .map(String::strip)
                .filter(k -> !k.isEmpty());
    }

    private static Map<String, Object> map(Summary summary) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("batchId", summary.batchId());
        map.put("accepted", summary.accepted());
        map.put("duplicates", summary.duplicates());
        map.put("rejected", summary.rejected());
        map.put(
                "errors",
                summary.errors().stream().limit(100).map(SubmitProducer::map).toList());
        return map;
    }

    private static Map<String, Object> map(Fault fault) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("position", fault.position());
        map.put("reference", fault.reference());
        map.put("text", fault.text());
        return map;
    }
}
