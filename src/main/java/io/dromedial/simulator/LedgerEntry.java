package io.dromedial.simulator;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A line of the ledger: what arrived, or what was sent. Numbered from 1 without gaps. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LedgerEntry.Arrived.class, name = "request"),
    @JsonSubTypes.Type(value = LedgerEntry.Called.class, name = "callback")
})
public sealed interface LedgerEntry {

    long seq();

    Instant at();

    String provider();

    /**
     * A request that arrived.
     *
     * @param answer the HTTP status and the fault that was played, in words
     * @param processed whether it took effect
     * @param violations what was wrong with it by the provider's document
     */
    record Arrived(
            long seq,
            Instant at,
            String provider,
            String operation,
            List<Recipient> recipients,
            String answer,
            boolean processed,
            List<String> violations)
            implements LedgerEntry {

        public Arrived {
            recipients = List.copyOf(recipients);
            violations = List.copyOf(violations);
        }
    }

    /**
     * A callback that was sent, each try of it.
     *
     * @param status what the runtime answered; 0 if nothing
     * @param error why there was no answer; empty if there was one
     */
    record Called(
            long seq,
            Instant at,
            String provider,
            String url,
            String token,
            CallbackStyle style,
            Map<String, Object> fields,
            int attempt,
            int status,
            String error)
            implements LedgerEntry {

        public Called {
            fields = Map.copyOf(fields);
        }
    }
}
