package io.dromedial.provider.voicenotify;

import io.dromedial.simulator.Callback;
import io.dromedial.simulator.CallbackStyle;
import io.dromedial.simulator.Fault;
import io.dromedial.simulator.Quirks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** What the last four digits of a phone number decide. */
enum VoiceNotifyEndingSimulator {
    ANSWERED("9200", "answered (200), as is any number that is not in this table", code("200")),
    VOICEMAIL("9001", "voicemail (1)", code("1")),
    HUNG_UP("9002", "the callee hangs up (2)", code("2")),
    PLAYED("9003", "the scenario runs to its end (3)", code("3")),
    BUSY("9486", "busy (486)", code("486")),
    NO_ANSWER("9408", "no answer (408)", code("408")),
    CANCELLED("9487", "no answer (487)", code("487")),
    FAILED("9500", "no answer (500)", code("500")),
    DECLINED("9603", "declined (603)", code("603")),
    INVALID("9404", "invalid number (404)", code("404")),
    UNAVAILABLE("9480", "unavailable (480)", code("480")),
    NOT_ALLOWED("9403", "do not call (403)", code("403")),
    NOT_PERFORMED("9000", "no call performed (0)", code("0")),
    UNKNOWN_CODE("9999", "a result code that no document knows (999)", code("999")),
    EMPTY_CODE("9990", "an empty result code", code("")),
    BUSY_ONCE(
            "9991",
            "busy (486) the first time, answered (200) from then on",
            (c, n, q) -> List.of(c.told(n == 1 ? "486" : "200", q))),

    ROW_REFUSED("8000", "the row is counted in errors_count and never called", false, none(), n -> null),
    REQUEST_REFUSED(
            "8400",
            "the request gets HTTP 400",
            none(),
            n -> Fault.status(400)
                    .body("application/json", "{\"success\":\"0\",\"result\":{\"error\":\"bad request\"}}")),
    SUCCESS_ZERO(
            "8001",
            "the request gets HTTP 200 with success 0",
            none(),
            n -> Fault.status(200).body("application/json", "{\"success\":\"0\",\"result\":{\"error\":\"refused\"}}")),
    UNAUTHORISED("8401", "the request gets HTTP 401", none(), n -> Fault.status(401)),
    THROTTLED(
            "8429",
            "the request gets HTTP 429 with Retry-After 1, from the second time on it is answered",
            code("200"),
            n -> n == 1 ? Fault.status(429).retryAfter("1") : null),
    DOWN_ONCE(
            "8503",
            "the request gets HTTP 503, from the second time on it is answered",
            code("200"),
            n -> n == 1 ? Fault.status(503) : null),
    SERVER_ERROR("8500", "the request gets HTTP 500 and is not processed", none(), n -> Fault.status(500)),
    REDIRECTED("8302", "the request gets HTTP 302", none(), n -> Fault.redirect(302, "http://127.0.0.1:9/elsewhere")),
    LOST_ANSWER(
            "8100",
            "called, the connection closes without an answer, the callback comes",
            code("200"),
            n -> Fault.lostAnswer()),
    LOST_ALL(
            "8101",
            "called, the connection closes without an answer, and no callback comes",
            none(),
            n -> Fault.lostAnswer()),
    GARBAGE("8102", "called, the answer is no JSON, the callback comes", code("200"), n -> Fault.garbage()),
    SILENT("8103", "called, never an answer, the callback comes", code("200"), n -> Fault.hang(true)),
    RESET(
            "8104",
            "called, the connection is reset, the callback comes",
            code("200"),
            n -> Fault.lostAnswer().withReset()),
    HALF(
            "8105",
            "called, the answer breaks off in the middle, the callback comes",
            code("200"),
            n -> Fault.halfAnswer()),

    NO_CALLBACK("7000", "called, and no callback ever comes", none()),
    EARLY(
            "7001",
            "the callback comes before the answer",
            (c, n, q) -> List.of(c.told("200", q).beforeTheAnswer())),
    TWICE("7002", "the callback comes twice", (c, n, q) -> List.of(c.told("200", q), c.told("200", q))),
    FORGED(
            "7003",
            "first a callback with a forged token (486), then the true one (200)",
            (c, n, q) -> List.of(c.told("486", q).forged(), c.told("200", q))),
    CONTRADICTED(
            "7004",
            "answered (200), then a second callback that says busy (486)",
            (c, n, q) -> List.of(c.told("200", q), c.told("486", q).after(2))),
    LATE(
            "7005",
            "the callback takes ten times as long",
            (c, n, q) -> List.of(c.told("200", q).after(10))),
    AS_QUERY(
            "7006",
            "the callback comes as GET with a query",
            (c, n, q) -> List.of(c.told("200", q).as(CallbackStyle.QUERY))),
    AS_FORM(
            "7007",
            "the callback comes as POST with a form",
            (c, n, q) -> List.of(c.told("200", q).as(CallbackStyle.FORM))),
    AS_JSON(
            "7008",
            "the callback comes as POST with JSON",
            (c, n, q) -> List.of(c.told("200", q).as(CallbackStyle.JSON)));

    private static final Map<String, VoiceNotifyEndingSimulator> BY_DIGITS = new HashMap<>();

    static {
        for (VoiceNotifyEndingSimulator ending : values()) {
            BY_DIGITS.put(ending.digits, ending);
        }
    }

    final String digits;
    final String what;
    private final boolean taken;
    private final Told told;
    private final IntFunction<Fault> fault;

    VoiceNotifyEndingSimulator(String digits, String what, Told told) {
        this(digits, what, told, n -> null);
    }

    VoiceNotifyEndingSimulator(String digits, String what, Told told, IntFunction<Fault> fault) {
        this(digits, what, true, told, fault);
    }

    VoiceNotifyEndingSimulator(String digits, String what, boolean taken, Told told, IntFunction<Fault> fault) {
        this.digits = digits;
        this.what = what;
        this.taken = taken;
        this.told = told;
        this.fault = fault;
    }

    static VoiceNotifyEndingSimulator of(String phone) {
        return BY_DIGITS.getOrDefault(phone.substring(Math.max(0, phone.length() - 4)), ANSWERED);
    }

    boolean taken() {
        return taken;
    }

    /** @param arrival how often the number has come, from 1 */
    Optional<Fault> fault(int arrival) {
        return Optional.ofNullable(fault.apply(arrival));
    }

    List<Callback> callbacks(VoiceNotifyCallSimulator call, int arrival, Quirks quirks) {
        return told.callbacks(call, arrival, quirks);
    }

    private static Told code(String code) {
        return (call, arrival, quirks) -> List.of(call.told(code, quirks));
    }

    private static Told none() {
        return (call, arrival, quirks) -> List.of();
    }

    /** The callbacks of a call. */
    private interface Told {
        List<Callback> callbacks(VoiceNotifyCallSimulator call, int arrival, Quirks quirks);
    }
}
