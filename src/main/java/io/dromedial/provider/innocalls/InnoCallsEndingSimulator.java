package io.dromedial.provider.innocalls;

import io.dromedial.simulator.Fault;
import io.dromedial.simulator.Instead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What the last four digits of a phone number decide: of either person what they do, of either what becomes of the
 * request. The second person is called only if the first answers.
 */
enum InnoCallsEndingSimulator {
    ANSWERED("9200", "this person answers, as with any number that is not in this table", "answered"),
    BUSY("9486", "this person's line is busy", "User Busy"),
    NOT_ANSWERED("9408", "this person does not answer", "not_answered"),
    REJECTED("9603", "this person declines", "Rejected By User"),
    UNREACHABLE("9480", "this person's phone is off", "User Unreachable (Airplane Mode)"),
    UNKNOWN("9999", "what this person does is told in a word that no document knows", "beamed_up"),
    ENDLESS("9001", "under way for ever", "answered"),
    UNKNOWN_END("9998", "how the call stands is told in a word that no document knows, for ever", "not_answered"),
    FOUND_LATE("8404", "answers, but the first look-up gets HTTP 404", "answered"),

    REFUSED("8001", "HTTP 200 with success false", n -> no(200, "Invalid call flow")),
    NO_CALL_ID(
            "8000",
            "called, and the answer has no call_id",
            n -> json(200, "{\"status\":200,\"success\":true,\"data\":{}}").processing()),
    BAD_REQUEST("8400", "HTTP 400", n -> no(400, "Bad Request")),
    UNAUTHORISED("8401", "HTTP 401", n -> Fault.status(401)),
    HTML(
            "8405",
            "HTTP 405 with a page for people",
            n -> Fault.status(405).body("text/html", "<html><body>Method Not Allowed</body></html>")),
    THROTTLED(
            "8429",
            "HTTP 429 with Retry-After 1, taken from the second time on",
            n -> n == 1 ? Fault.status(429).retryAfter("1") : null),
    DOWN_ONCE("8503", "HTTP 503, taken from the second time on", n -> n == 1 ? Fault.status(503) : null),
    SERVER_ERROR("8500", "HTTP 500 and not called", n -> Fault.status(500)),
    LOST_ANSWER("8100", "called, and the connection closes without an answer", n -> Fault.lostAnswer()),
    GARBAGE("8102", "called, and the answer is no JSON", n -> Fault.garbage()),
    SILENT("8103", "called, and never an answer", n -> Fault.hang(true));

    private static final Map<String, InnoCallsEndingSimulator> BY_DIGITS = new HashMap<>();

    static {
        List.of(values()).forEach(ending -> BY_DIGITS.put(ending.digits, ending));
    }

    final String digits;
    final String what;
    final String word;
    private final IntFunction<Fault> fault;

    InnoCallsEndingSimulator(String digits, String what, String word) {
        this(digits, what, word, n -> null);
    }

    InnoCallsEndingSimulator(String digits, String what, IntFunction<Fault> fault) {
        this(digits, what, "answered", fault);
    }

    InnoCallsEndingSimulator(String digits, String what, String word, IntFunction<Fault> fault) {
        this.digits = digits;
        this.what = what;
        this.word = word;
        this.fault = fault;
    }

    static InnoCallsEndingSimulator of(String number) {
        return BY_DIGITS.getOrDefault(number.substring(Math.max(0, number.length() - 4)), ANSWERED);
    }

    boolean answers() {
        return word.equals("answered");
    }

    /** @param arrival how often the number has come, from 1 */
    Optional<Fault> fault(int arrival) {
        return Optional.ofNullable(fault.apply(arrival));
    }

    private static Instead no(int status, String words) {
        return json(status, "{\"status\":" + status + ",\"success\":false,\"data\":{\"message\":\"" + words + "\"}}");
    }

    private static Instead json(int status, String body) {
        return Fault.status(status).body("application/json", body);
    }
}
