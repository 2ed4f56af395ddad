package io.dromedial.template;

import io.dromedial.intake.Inbox;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Moves a file at rest into the inbox of the operation that the exchange's property names. */
final class CsvDrop implements Processor {

    private final Inbox inbox;

    CsvDrop(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        Path file = Path.of(exchange.getMessage().getHeader(Exchange.FILE_PATH, String.class));
        inbox.hand(exchange.getProperty("operation", String.class), file);
    }
}
