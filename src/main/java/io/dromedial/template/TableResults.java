package io.dromedial.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that a result which can't be written is told in the database's own words, and one that meets no row too. */
final class TableResults {

    private static final Logger LOG = LoggerFactory.getLogger(TableResults.class);
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** A result that was not written; it is given again. */
    static final class NotWritten extends Exception {
        private static final long serialVersionUID = 1L;

        NotWritten(String message) {
            super(message);
        }
    }

    /** The statement was executed. */
    void written(Exchange exchange) {
        Integer rows = exchange.getMessage().getHeader("CamelSqlUpdateCount", Integer.class);
        LOG.debug("table-results {}: written", exchange.getFromRouteId());
        // what a database does not count in a batch is negative
        if (rows != null && rows == 0 && told.add(exchange.getFromRouteId())) {
            LOG.warn(
                    "the route '{}' changed no row for {}, and says so this once: a record from elsewhere, or a WHERE that"
                            + " meets none",
                    exchange.getFromRouteId(),
                    rows(exchange).get(0).get("_reference"));
        }
    }

    /** @throws NotWritten always, without what the row holds */
    void failed(Exchange exchange) throws NotWritten {
        Exception why = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        List<Object> values = new ArrayList<>();
        rows(exchange).forEach(row -> values.addAll(row.values()));
        throw new NotWritten(SqlFault.words(why, values));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Exchange exchange) {
        return exchange.getMessage().getBody(List.class);
    }
}
