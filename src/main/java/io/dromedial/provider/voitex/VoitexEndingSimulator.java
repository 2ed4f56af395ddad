package io.dromedial.provider.voitex;

import io.dromedial.simulator.Fault;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;

/** What the last four digits of a number decide. */
enum VoitexEndingSimulator {
    TAKEN("6200", "Voitex takes it, as any number that is not in this table"),
    INVALID_FORMAT("6001", "Voitex: invalid_format, in the list of invalid numbers", "invalid_format"),
    UNALLOCATED("6002", "Voitex: unallocated_nanp, in the list of invalid numbers", "unallocated_nanp"),
    ERROR("6000", "Voitex: the request gets status error", n -> said("error", "\"errors\":[\"cid is not yours\"]")),
    FAILURE("6003", "Voitex: the request gets status failure", n -> said("failure", "\"errors\":[]")),
    UNKNOWN_STATUS(
            "6010", "Voitex: the request gets a status that no document knows", n -> said("queued", "\"errors\":[]")),
    BAD_REQUEST(
            "6400",
            "Voitex: the request gets HTTP 400 with status error",
            n -> Fault.status(400)
                    .body("application/json", "{\"status\":\"error\",\"errors\":[\"type must be SMS or CALL\"]}")),
    UNAUTHORISED("6401", "Voitex: the request gets HTTP 401", n -> Fault.status(401)),
    THROTTLED(
            "6429",
            "Voitex: HTTP 429 with Retry-After 1, from the second time on it is taken",
            n -> n == 1 ? Fault.status(429).retryAfter("1") : null),
    DOWN_ONCE("6503", "Voitex: HTTP 503, from the second time on it is taken", n -> n == 1 ? Fault.status(503) : null),
    SERVER_ERROR("6500", "Voitex: HTTP 500, not taken", n -> Fault.status(500)),
    LOST_ANSWER("6100", "Voitex takes it, the connection closes without an answer", n -> Fault.lostAnswer()),
    LOST_ONCE(
            "6101",
            "Voitex takes it, the connection closes without an answer the first time",
            n -> n == 1 ? Fault.lostAnswer() : null),
    GARBAGE("6102", "Voitex takes it, the answer is no JSON", n -> Fault.garbage()),
    SILENT("6103", "Voitex takes it, never an answer", n -> Fault.hang(true));

    final String digits;
    final String what;
    final Optional<String> invalid;
    private final IntFunction<Fault> fault;

    VoitexEndingSimulator(String digits, String what) {
        this(digits, what, Optional.empty(), n -> null);
    }

    VoitexEndingSimulator(String digits, String what, String invalid) {
        this(digits, what, Optional.of(invalid), n -> null);
    }

    VoitexEndingSimulator(String digits, String what, IntFunction<Fault> fault) {
        this(digits, what, Optional.empty(), fault);
    }

    VoitexEndingSimulator(String digits, String what, Optional<String> invalid, IntFunction<Fault> fault) {
        this.digits = digits;
        this.what = what;
        this.invalid = invalid;
        this.fault = fault;
    }

    private static Fault said(String status, String more) {
        return Fault.status(200)
                .body(
                        "application/json",
                        "{\"request_id\":\"req_0a1b2c3d4e\",\"status\":\"" + status + "\"," + more + "}");
    }

    static VoitexEndingSimulator of(String number) {
        return Arrays.stream(values())
                .filter(e -> number.endsWith(e.digits))
                .findFirst()
                .orElse(TAKEN);
    }

    /** @param arrival how often the number has come, from 1 */
    Optional<Fault> fault(int arrival) {
        return Optional.ofNullable(fault.apply(arrival));
    }
}
