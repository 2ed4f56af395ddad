package io.dromedial.provider.innocalls;

import io.dromedial.provider.Answer;
import io.dromedial.provider.Finding;
import io.dromedial.provider.JsonAnswer;
import io.dromedial.record.Outcome;
import io.dromedial.record.Reason;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What every answer comes in: {@code {"status":200,"success":true,"data":{…}}}, where {@code status} repeats the HTTP
 * status. A yes is a {@code success} that is true, or none at all beside what was asked for; a body that says otherwise is
 * a refusal, whatever the HTTP status.
 */
record Envelope(Answer answer, Optional<JsonAnswer> json) {

    private static final Set<String> YES = Set.of("true", "1");
    private static final String UNREADABLE = "the answer can't be read";

    static Envelope of(Answer answer) {
        return new Envelope(answer, JsonAnswer.read(answer.body()));
    }

    Outcome bridged(Optional<Instant> from) {
        return failure().orElseGet(() -> {
            String id = data().map(d -> d.text("call_id")).orElse("");
            return id.isEmpty()
                    ? Outcome.inDoubt(answer.status(), json.isEmpty() ? UNREADABLE : "the answer has no call_id")
                    : new Outcome.Accepted(answer.status(), "", Result.reference(id), from);
        });
    }

    Outcome done(String id) {
        return failure().orElseGet(() -> {
            boolean yes = json.map(j ->
                            !j.text("success").isEmpty() || !j.text("status").isEmpty())
                    .orElse(false);
            Map<String, Object> detail = data().map(d -> d.detail(Set.of())).orElse(Map.of());
            return yes
                    ? new Outcome.Completed(
                            answer.status(), Result.reference(id).withDetail(detail))
                    : Outcome.inDoubt(answer.status(), UNREADABLE);
        });
    }

    Outcome told(CallStatus statuses, String id) {
        return failure()
                .orElseGet(() -> data().flatMap(d -> statuses.read(d, id))
                        .<Outcome>map(s -> new Outcome.Completed(answer.status(), s.result()))
                        .orElse(Outcome.inDoubt(answer.status(), UNREADABLE)));
    }

    /** Of an answer with a 2xx. */
    Finding found(CallStatus statuses, String id, String token) {
        String why = failure().map(Outcome::reason).orElse(UNREADABLE);
        return data().filter(d -> failure().isEmpty())
                .flatMap(d -> statuses.read(d, id))
                .<Finding>map(s -> new Finding.Told(List.of(new Report(
                        InnoCallsProvider.BRIDGE, token, "", s.isFinal(), s.result(), "look-up", answer.body()))))
                .orElse(new Finding.Nothing(why, Optional.empty()));
    }

    private Optional<JsonAnswer> data() {
        return json.flatMap(j -> j.object("data"));
    }

    private Optional<Outcome> failure() {
        String said = json.map(JsonAnswer::said).orElse("");
        if (!answer.ok()) {
            return Optional.of(answer.byStatus(said));
        }
        String success = json.map(j -> j.text("success")).orElse("");
        String status = json.map(j -> j.text("status")).orElse("");
        String no = !success.isEmpty() && !YES.contains(success.toLowerCase(java.util.Locale.ROOT))
                ? "success " + Reason.of(success)
                : status.matches("\\d{3}") && !status.startsWith("2") ? "status " + status + " in the body" : "";
        return no.isEmpty()
                ? Optional.empty()
                : Optional.of(Outcome.refused(answer.status(), said.isEmpty() ? no : no + ": " + said));
    }
}
