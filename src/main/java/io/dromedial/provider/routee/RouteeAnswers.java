package io.dromedial.provider.routee;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.provider.Answer;
import io.dromedial.provider.ProviderContext;
import io.dromedial.record.Outcome;
import io.dromedial.record.Reason;
import io.dromedial.record.Result;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What Routee's answer to a campaign means for its records. */
final class RouteeAnswers {

    private static final String NO_BALANCE = "400001009";
    private static final String NAME_TAKEN = "409009003";

    /** Quiet hours last nine hours at most; an hour more for the calls themselves. */
    private static final Duration QUIET = Duration.ofHours(10);

    private final Clock clock;
    private final Duration resultTimeout;

    RouteeAnswers(ProviderContext context) {
        this.clock = context.clock();
        this.resultTimeout = context.settings().operationDuration(RouteeProvider.CAMPAIGN, "result-timeout");
    }

    /** One outcome for all records of the campaign, or a list of one each. */
    Object read(Answer answer, RouteeRequest.Campaign campaign) {
        Optional<JsonNode> json = RouteeJson.object(answer.body());
        boolean made =
                json.map(j -> !RouteeJson.text(j, "trackingId").isEmpty()).orElse(false);
        if (made && (answer.ok() || answer.status() == 400)) {
            return taken(answer.status(), json.get(), campaign);
        }
        if (answer.ok()) {
            String why = json.isEmpty() ? "the answer can't be read" : "the answer names no campaign";
            return Outcome.inDoubt(answer.status(), why);
        }
        return json.map(j -> notTaken(answer, j, campaign)).orElseGet(() -> byStatus(answer, "", "", campaign));
    }

    private Object taken(int status, JsonNode json, RouteeRequest.Campaign campaign) {
        RouteeInvalid invalid = RouteeInvalid.of(json, campaign.records);
        RouteeAccepted accepted = new RouteeAccepted(json, campaign, invalid.size());
        return each(
                campaign,
                invalid,
                status,
                i -> new Outcome.Accepted(
                        status, accepted.reason(i), accepted.result(i), from(campaign.records.get(0))));
    }

    private static Object each(
            RouteeRequest.Campaign campaign, RouteeInvalid invalid, int status, Function<Integer, Outcome> others) {
        List<Outcome> all = new ArrayList<>();
        for (int i = 0; i < campaign.records.size(); i++) {
            Optional<RouteeInvalid.Why> why = invalid.why(i);
            all.add(
                    why.isPresent()
                            ? refused(status, why.get().words(), why.get().code())
                            : others.apply(i));
        }
        return all;
    }

    private static Outcome refused(int status, String why, String code) {
        return new Outcome.Refused(status, why, new Result("", code, "", "", Map.of()));
    }

    /** When its result can be there at the earliest, where that is later than now. */
    private Optional<Instant> from(Map<String, String> record) {
        Instant now = clock.instant();
        Instant begin = RouteeCampaign.schedule(record)
                .map(at -> at.toInstant())
                .filter(at -> at.isAfter(now))
                .orElse(now);
        boolean quiet = Boolean.parseBoolean(record.get("respectQuietHours")) && resultTimeout.compareTo(QUIET) < 0;
        Instant from = quiet ? begin.plus(QUIET).minus(resultTimeout) : begin;
        return Optional.of(from).filter(at -> at.isAfter(now));
    }

    private Object notTaken(Answer answer, JsonNode json, RouteeRequest.Campaign campaign) {
        String said = said(json);
        String code = code(json);
        if (code.equals(NO_BALANCE)) {
            return pause(answer.status(), "no balance is left at Routee");
        }
        RouteeInvalid invalid = RouteeInvalid.of(json, campaign.records);
        if (answer.status() == 400 && invalid.size() > 0) {
            Outcome again = new Outcome.Deferred(
                    400, "HTTP 400: another number of the campaign was refused", false, Optional.empty(), false);
            return each(campaign, invalid, 400, i -> again);
        }
        return byStatus(answer, said, code, campaign);
    }

    private static Object byStatus(Answer answer, String said, String code, RouteeRequest.Campaign campaign) {
        if (answer.status() == 404) {
            return pause(404, "HTTP 404: Routee does not know this user or address");
        }
        if (answer.status() == 409 && (code.isEmpty() || code.equals(NAME_TAKEN))) {
            Result result = Result.NONE.withDetail(Map.of("campaignName", campaign.name));
            return new Outcome.Accepted(409, "HTTP 409: Routee has this campaign already", result);
        }
        Outcome outcome = answer.byStatus(said);
        return outcome instanceof Outcome.Refused r ? refused(r.status(), r.reason(), code) : outcome;
    }

    private static Outcome pause(int status, String why) {
        return new Outcome.Deferred(status, why, false, Optional.empty(), true);
    }

    private static String code(JsonNode json) {
        String code = RouteeJson.text(json, "code");
        JsonNode errors = json.path("errors");
        return code.isEmpty() ? RouteeJson.text(errors.isArray() ? errors.path(0) : errors, "code") : code;
    }

    private static String said(JsonNode json) {
        for (String field : List.of("developerMessage", "message", "error_description", "error")) {
            String text = RouteeJson.text(json, field);
            if (!text.isEmpty()) {
                return Reason.of(text);
            }
        }
        return "";
    }
}
