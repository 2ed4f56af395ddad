package io.dromedial.provider.routee;

import io.dromedial.simulator.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** What the last four digits of a callee's number decide. */
enum RouteeEndingSimulator {
    ANSWERED("9200", "answered (Completed), as is any number that is not in this table", "Completed"),
    BUSY("9486", "busy (Busy)", "Busy"),
    NO_ANSWER("9408", "no answer (NoAnswer)", "NoAnswer"),
    NO_ANSWER_APART("9487", "no answer, spelt with a blank (No Answer)", "No Answer"),
    FAILED("9500", "failed at Routee (Failed)", "Failed"),
    TERMINATED("9402", "cut off, the balance ran out (Terminated)", "Terminated"),
    UNSENT("9000", "not started for want of balance (Unsent)", "Unsent"),
    UNKNOWN_THEN_COMPLETED("9998", "Unknown at first, then answered (Completed)", "Unknown", "Completed"),
    UNKNOWN("9997", "Unknown, and nothing follows", "Unknown"),
    OTHER_STATUS("9999", "a status that no document knows (Diverted)", "Diverted"),
    KEY_PRESSED("9010", "answered, and the callee presses 1 (where keys are collected)", "Completed"),

    NUMBER_REFUSED("8000", "the campaign is taken, this number is named in its errors and not called", Taken.REFUSED),
    LEFT_OUT("8001", "the campaign is taken, this number is neither counted nor called", Taken.LEFT_OUT),
    BAD_NUMBER("8400", "the campaign gets HTTP 400 that names this number in its properties", Taken.NONE_WITH_IT),
    NO_BALANCE(
            "8009",
            "the campaign gets HTTP 400 for want of balance, from the second time on it is taken",
            n -> n == 1 ? json(400, "400001009", "Insufficient Balance") : null),
    UNAUTHORISED_ONCE(
            "8401",
            "the campaign gets HTTP 401, from the second time on it is taken",
            n -> n == 1 ? json(401, "401000000", "Expired token") : null),
    FORBIDDEN("8403", "the campaign gets HTTP 403", n -> json(403, "403000000", "User is not authenticated")),
    USER_UNKNOWN("8404", "the campaign gets HTTP 404", n -> json(404, "404003001", "User is not found")),
    NAME_TAKEN(
            "8409",
            "the campaign is taken, and the answer is HTTP 409: its name exists",
            n -> json(409, "409009003", "Campaign name already exists").processing()),
    THROTTLED(
            "8429",
            "the campaign gets HTTP 429 with Retry-After 1, from the second time on it is taken",
            n -> n == 1 ? Fault.status(429).retryAfter("1") : null),
    DOWN_ONCE(
            "8503",
            "the campaign gets HTTP 503, from the second time on it is taken",
            n -> n == 1 ? Fault.status(503) : null),
    SERVER_ERROR("8500", "the campaign gets HTTP 500 and is not taken", n -> Fault.status(500)),
    LOST_ANSWER("8100", "the campaign is taken, the connection closes without an answer", n -> Fault.lostAnswer()),
    LOST_ALL(
            "8101",
            "the campaign is taken, the connection closes without an answer, and no callback comes: its tracking tells",
            n -> Fault.lostAnswer()),
    GARBAGE("8102", "the campaign is taken, the answer is no JSON", n -> Fault.garbage()),
    SILENT("8103", "the campaign is taken, never an answer", n -> Fault.hang(true)),
    HALF("8105", "the campaign is taken, the answer breaks off in the middle", n -> Fault.halfAnswer()),

    NO_CALLBACK("7000", "answered, and no callback ever comes: its tracking tells", "Completed"),
    EARLY("7001", "the callback comes before the campaign's answer", "Completed"),
    TWICE("7002", "answered, and the callback comes twice", "Completed"),
    FORGED("7003", "first a callback with a forged token (Busy), then the true one (Completed)", "Completed"),
    CONTRADICTED("7004", "answered (Completed), then a second callback that says Busy", "Completed"),
    LATE("7005", "answered, and the callback takes ten times as long", "Completed"),
    UNTRACKED("7009", "neither a callback nor the tracking ever tells of it", "Completed"),
    OUT_OF_ORDER("7010", "answered (Completed), then a callback that says Ringing", "Completed");

    /** What becomes of a recipient when the campaign is taken. */
    enum Taken {
        CALLED,
        REFUSED,
        LEFT_OUT,
        NONE_WITH_IT
    }

    private static final Map<String, RouteeEndingSimulator> BY_DIGITS = new HashMap<>();

    static {
        for (RouteeEndingSimulator ending : values()) {
            BY_DIGITS.put(ending.digits, ending);
        }
    }

    final String digits;
    final String what;
    final Taken taken;
    final List<String> statuses;
    private final IntFunction<Fault> fault;

    RouteeEndingSimulator(String digits, String what, String... statuses) {
        this(digits, what, Taken.CALLED, List.of(statuses), n -> null);
    }

    RouteeEndingSimulator(String digits, String what, Taken taken) {
        this(digits, what, taken, List.of("Completed"), n -> null);
    }

    RouteeEndingSimulator(String digits, String what, IntFunction<Fault> fault) {
        this(digits, what, Taken.CALLED, List.of("Completed"), fault);
    }

    RouteeEndingSimulator(String digits, String what, Taken taken, List<String> statuses, IntFunction<Fault> fault) {
        this.digits = digits;
        this.what = what;
        this.taken = taken;
        this.statuses = statuses;
        this.fault = fault;
    }

    static RouteeEndingSimulator of(String number) {
        return BY_DIGITS.getOrDefault(number.substring(Math.max(0, number.length() - 4)), ANSWERED);
    }

    /** @param arrival how often the number has come, from 1 */
    Optional<Fault> fault(int arrival) {
        return Optional.ofNullable(fault.apply(arrival));
    }

    boolean callsBack() {
        return this != NO_CALLBACK && this != LOST_ALL && this != UNTRACKED;
    }

    String last() {
        return statuses.get(statuses.size() - 1);
    }

    private static io.dromedial.simulator.Instead json(int status, String code, String message) {
        return Fault.status(status)
                .body("application/json", "{\"code\":\"" + code + "\",\"developerMessage\":\"" + message + "\"}");
    }
}
