package io.dromedial.provider.innocalls;

import io.dromedial.simulator.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** A bridged call, by its fields; its time is read in UTC, since the document names no zone. */
record InnoCallsCallSimulator(String id, Map<String, String> fields, Instant placed) {

    static final String FLOW = "call_flow_id";
    static final String FIRST = "first_callee_number";
    static final String SECOND = "second_callee_number";
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    InnoCallsEndingSimulator first() {
        return InnoCallsEndingSimulator.of(field(FIRST));
    }

    InnoCallsEndingSimulator second() {
        return InnoCallsEndingSimulator.of(field(SECOND));
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    InnoCallsCallSimulator with(Map<String, String> other) {
        return new InnoCallsCallSimulator(id, other, placed);
    }

    /** The call rings two; the ledger has it under the one that it rings first. */
    Recipient recipient() {
        return new Recipient(field(FIRST), "", true, "first: " + first().what + "; second: " + second().what, fields);
    }

    private Instant begins() {
        String time = field("call_time");
        Instant asked =
                time.isEmpty() ? placed : LocalDateTime.parse(time, FORMAT).toInstant(ZoneOffset.UTC);
        return asked.isAfter(placed) ? asked : placed;
    }

    /** Half of its duration it waits, half of it it is under way. */
    boolean pending(Instant now, Duration whole) {
        return now.isBefore(begins().plus(whole.dividedBy(2)));
    }

    Map<String, Object> standing(Instant now, Duration whole) {
        boolean pending = pending(now, whole);
        boolean under = !pending
                && (now.isBefore(begins().plus(whole))
                        || first() == InnoCallsEndingSimulator.ENDLESS
                        || second() == InnoCallsEndingSimulator.ENDLESS);
        boolean both = first().answers() && second().answers();
        boolean odd = second() == InnoCallsEndingSimulator.UNKNOWN_END;
        Map<String, Object> standing = new LinkedHashMap<>();
        standing.put("scheduledDateTime", date(begins()));
        standing.put("actualDateTime", date(begins()));
        standing.put("callDuration", field("duration") + " Minutes");
        standing.put("callerId", "20000000000");
        standing.put("firstRecipientName", field("first_callee_name"));
        standing.put("firstRecipientNumber", field(FIRST));
        standing.put("firstRecipientStatus", pending ? "pending" : first().word);
        standing.put("secondRecipientName", field("second_callee_name"));
        standing.put("secondRecipientNumber", field(SECOND));
        standing.put("secondRecipientStatus", pending || under || !first().answers() ? "pending" : second().word);
        standing.put(
                "callStatus",
                pending ? "pending" : under ? "in-progress" : odd ? "half_done" : both ? "Completed" : "failed");
        standing.put("callId", id);
        return standing;
    }

    private static String date(Instant instant) {
        return FORMAT.format(instant.atOffset(ZoneOffset.UTC));
    }
}
