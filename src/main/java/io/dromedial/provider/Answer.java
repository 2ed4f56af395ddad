package io.dromedial.provider;

import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * A provider's HTTP answer.
 *
 * @param status 0 where there was none
 * @param records how many records the request held
 */
public record Answer(int status, String body, Optional<Duration> retryAfter, int records) {

    /** The exchange property that holds how many records a request carries. */
    public static final String RECORDS = "journalRecords";

    /** The exchange property that is true where an earlier attempt may have got through without our hearing of it. */
    public static final String AFTER_LOST = "journalAfterLost";

    public static Answer of(Exchange exchange, Clock clock) {
        Message message = exchange.getMessage();
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        String body = message.getBody(String.class);
        return new Answer(
                status == null ? 0 : status,
                body == null ? "" : body,
                RetryAfter.parse(message.getHeader("Retry-After"), clock),
                exchange.getProperty(RECORDS, 1, Integer.class));
    }

    public boolean ok() {
        return status >= 200 && status < 300;
    }

    /** What the bare status means. */
    public Outcome byStatus(String reason) {
        return OutcomeTable.of(status, reason, retryAfter, Result.NONE);
    }
}
