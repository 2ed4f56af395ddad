package io.dromedial.provider.innocalls;

import io.dromedial.record.Operation;
import io.dromedial.record.Problem;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What holds of a call beyond its single fields: two different numbers, at least a minute, a time as the document has it. */
final class BridgeRules implements Operation.Rule {

    static final String FIRST = "first_callee_number";
    static final String SECOND = "second_callee_number";
    static final String DURATION = "duration";
    static final String TIME = "call_time";
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    @Override
    public List<Problem> check(Map<String, String> fields) {
        List<Problem> problems = new ArrayList<>();
        String first = fields.getOrDefault(FIRST, "");
        if (!first.isEmpty() && first.equals(fields.get(SECOND))) {
            problems.add(new Problem(SECOND, "is the number in " + FIRST + " too; a call connects two different ones"));
        }
        if (fields.getOrDefault(DURATION, "1").matches("-\\d+|0+")) {
            problems.add(new Problem(DURATION, "is " + fields.get(DURATION) + "; expected 1 minute or more"));
        }
        String time = fields.get(TIME);
        if (time != null && time(time).isEmpty()) {
            problems.add(new Problem(
                    TIME, "'" + time + "' is not a time as InnoCalls takes it; expected such as 2026-07-01 09:00:00"));
        }
        return problems;
    }

    /** Nothing where it is none. */
    static Optional<LocalDateTime> time(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, FORMAT));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
