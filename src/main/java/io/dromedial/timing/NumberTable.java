package io.dromedial.timing;

import io.dromedial.intake.Ringing;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Numbers of a table, asked for again and again. While it is away, what was read last stands for a while. */
final class NumberTable {

    private static final Logger LOG = LoggerFactory.getLogger(NumberTable.class);
    private final String shown;
    private final NumberQuery query;
    private final Duration every;
    private final Ringing ringing;
    private final LongSupplier nanos;
    private final Patience patience;
    private String trouble = "";
    private long next;
    private boolean asked;
    private volatile NumberList current;

    NumberTable(String shown, NumberQuery query, Duration every, Ringing ringing, LongSupplier nanos) {
        this.shown = shown;
        this.query = query;
        this.every = every;
        this.ringing = ringing;
        this.nanos = nanos;
        this.patience = new Patience(nanos);
    }

    String shown() {
        return shown;
    }

    Optional<NumberList> current() {
        NumberList value = current;
        return value == null || patience.over() ? Optional.empty() : Optional.of(value);
    }

    /** Asks again if it is time. */
    void look() {
        if (asked && nanos.getAsLong() - next < 0) {
            return;
        }
        asked = true;
        next = nanos.getAsLong() + every.toNanos();
        NumberList numbers = new NumberList();
        int[] bad = {0};
        try {
            query.each(text ->
                    Optional.ofNullable(text).flatMap(ringing::listed).ifPresentOrElse(numbers::add, () -> bad[0]++));
        } catch (Exception e) {
            told("can't be read: " + e.getMessage() + "; what was read before stands for a while, then"
                    + " the operation waits");
            return;
        }
        current = numbers.complete();
        patience.satisfied();
        told(bad[0] == 0 ? "" : "holds " + bad[0] + " rows without a phone number; they are left out");
    }

    private void told(String words) {
        if (!words.equals(trouble) && !words.isEmpty()) {
            LOG.warn("The do-not-call list {} {}", shown, words);
        }
        trouble = words;
    }
}
