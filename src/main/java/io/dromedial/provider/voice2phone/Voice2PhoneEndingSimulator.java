package io.dromedial.provider.voice2phone;

import io.dromedial.simulator.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What the last four digits of a phone number decide. The numbers in {@code Status} are this simulator's own: 0 waiting,
 * 1 under way, 2 answered, 3 busy, 4 no answer, 5 failed; no document gives them a meaning.
 */
enum Voice2PhoneEndingSimulator {
    ANSWERED("9200", "answered (Status 2), as is any number that is not in this table", "2", ""),
    PRESSED("9211", "answered, and key 1 is pressed", "2", "1"),
    PRESSED_UNKNOWN("9212", "keys 1 and # are pressed; the Status (77) is one that nobody mapped", "77", "1#"),
    BUSY("9486", "busy (Status 3)", "3", ""),
    NO_ANSWER("9408", "no answer (Status 4)", "4", ""),
    FAILED("9500", "failed (Status 5)", "5", ""),
    UNKNOWN("9999", "a Status that nobody mapped (99), for ever", "99", ""),
    ENDLESS("9001", "under way (Status 1) for ever", "1", ""),

    NO_CALL_ID(
            "8000",
            "called, and the answer has no CallId",
            n -> Fault.status(200).body("application/json", "{}").processing()),
    BAD_REQUEST(
            "8400",
            "HTTP 400",
            n -> Fault.status(400).body("application/json", "{\"Message\":\"Phone.Number is invalid\"}")),
    UNAUTHORISED("8401", "HTTP 401", n -> Fault.status(401)),
    REQUEST_FAILED(
            "8402", "HTTP 402", n -> Fault.status(402).body("application/json", "{\"Message\":\"Request failed\"}")),
    THROTTLED(
            "8429",
            "HTTP 429 with Retry-After 1, answered from the second time on",
            n -> n == 1 ? Fault.status(429).retryAfter("1") : null),
    SERVER_ERROR("8500", "HTTP 500 and not called", n -> Fault.status(500)),
    DOWN("8503", "HTTP 503 and not called", n -> Fault.status(503)),
    LOST_ANSWER("8100", "called, and the connection closes without an answer", n -> Fault.lostAnswer()),
    GARBAGE("8102", "called, and the answer is no JSON", n -> Fault.garbage()),
    SILENT("8103", "called, and never an answer", n -> Fault.hang(true)),
    FOUND_LATE("8404", "answered, but the first look-up gets HTTP 404", "2", "");

    private static final Map<String, Voice2PhoneEndingSimulator> BY_DIGITS = new HashMap<>();

    static {
        List.of(values()).forEach(ending -> BY_DIGITS.put(ending.digits, ending));
    }

    final String digits;
    final String what;
    final String status;
    final String keys;
    private final IntFunction<Fault> fault;

    Voice2PhoneEndingSimulator(String digits, String what, String status, String keys) {
        this(digits, what, status, keys, n -> null);
    }

    Voice2PhoneEndingSimulator(String digits, String what, IntFunction<Fault> fault) {
        this(digits, what, "2", "", fault);
    }

    Voice2PhoneEndingSimulator(String digits, String what, String status, String keys, IntFunction<Fault> fault) {
        this.digits = digits;
        this.what = what;
        this.status = status;
        this.keys = keys;
        this.fault = fault;
    }

    static Voice2PhoneEndingSimulator of(String number) {
        return BY_DIGITS.getOrDefault(number.substring(Math.max(0, number.length() - 4)), ANSWERED);
    }

    /** @param arrival how often the number has come, from 1 */
    Optional<Fault> fault(int arrival) {
        return Optional.ofNullable(fault.apply(arrival));
    }
}
