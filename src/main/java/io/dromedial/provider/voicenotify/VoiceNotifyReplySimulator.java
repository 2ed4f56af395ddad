package io.dromedial.provider.voicenotify;

import io.dromedial.simulator.Answer;
import io.dromedial.simulator.Quirks;
import io.dromedial.simulator.Recipient;
import io.dromedial.simulator.Reply;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How VoiceNotify words its answers: every number a string, the date outside the result. */
final class VoiceNotifyReplySimulator {

    private static final String MESSAGE =
            "Call results are posted to the callback URL you provided after the call is completed.";

    private final Quirks quirks;
    private final Clock clock;

    VoiceNotifyReplySimulator(Quirks quirks, Clock clock) {
        this.quirks = quirks;
        this.clock = clock;
    }

    /** The answer to these recipients, some of whose rows were refused. */
    Answer answer(List<Recipient> recipients, int refused) {
        if (quirks.on("voicenotify.refuse-all")) {
            return Answer.of(error(200, "refused"))
                    .to(recipients.stream().map(r -> r.refused("success 0")).toList());
        }
        int errors = quirks.on("voicenotify.errors-without-list") ? Math.max(1, refused) : refused;
        return Answer.of(counts(recipients.size(), errors)).to(recipients);
    }

    Reply counts(int count, int errors) {
        int successes = quirks.on("voicenotify.odd-counts") ? count + 1 : count - errors;
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("count", number(count));
        result.put("success_count", number(successes));
        result.put("errors_count", number(errors));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("success", number(1));
        if (!quirks.on("voicenotify.no-date")) {
            answer.put(
                    "date",
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atZone(ZoneOffset.UTC)));
            result.put("message", MESSAGE);
        }
        answer.put("result", result);
        return Reply.json(answer);
    }

    private Object number(int value) {
        return quirks.on("voicenotify.numbers") ? (Object) value : String.valueOf(value);
    }

    /** Undocumented; the shape is that of the service that VoiceNotify seems to be built on. */
    Reply error(int status, String text) {
        return Reply.json(status, Map.of("success", "0", "result", Map.of("error", text)));
    }
}
