package io.dromedial.provider.routee;

import io.dromedial.provider.Callback;
import io.dromedial.provider.Codes;
import io.dromedial.provider.Provider;
import io.dromedial.record.Disposition;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads both callbacks of a campaign, told apart by their fields: one a message, and one of the campaign as a whole. All
 * callees of a campaign share one URL; which of them a message is of, its {@code to} tells.
 *
 * <p>Keys that a callee pressed stand in no callback, only in the tracking. So where keys are collected, a call that was
 * answered is not over with its callback: the look-up that follows brings status and keys, or the result time-out ends
 * it with what the callback said.
 */
final class RouteeCallbacks implements Provider.CallbackReader {

    private final Codes codes;

    RouteeCallbacks(Codes codes) {
        this.codes = codes;
    }

    @Override
    public boolean comparesWithSent() {
        return true;
    }

    @Override
    public Report read(String token, Callback callback) {
        return read(token, callback, Map.of());
    }

    @Override
    public Report read(String token, Callback callback, Map<String, String> sent) {
        Map<String, Object> fields = callback.fields();
        boolean ofCampaign = fields.containsKey("campaignStatus")
                || fields.containsKey("messageStatuses") && !fields.containsKey("messageId");
        boolean standsForMany = RouteeProvider.LISTS.stream().anyMatch(sent::containsKey);
        return ofCampaign
                ? campaign(token, callback, fields, standsForMany)
                : message(token, callback, RouteeMessage.of(fields), standsForMany, sent);
    }

    /** Of a record that stands for one callee it tells nothing new; one that stands for many ends with it. */
    private Report campaign(String token, Callback callback, Map<String, Object> fields, boolean standsForMany) {
        String trackingId = Callback.text(fields, "trackingId");
        if (!standsForMany) {
            return report(token, callback, false, Result.reference(trackingId), Optional.empty());
        }
        String state = Callback.text(fields, "campaignStatus");
        Map<String, Object> counts = new LinkedHashMap<>();
        for (String name : new String[] {"totalRecipients", "messageStatuses"}) {
            if (fields.get(name) != null) {
                counts.put(name, fields.get(name));
            }
        }
        boolean ended = state.equalsIgnoreCase("Finished") || state.equalsIgnoreCase("Failed");
        String disposition =
                ended ? codes.find(state).map(Codes.Code::disposition).orElse("") : "";
        Result result = new Result(trackingId, state, disposition, "", counts);
        return report(token, callback, ended, result, Optional.empty());
    }

    private Report message(
            String token, Callback callback, RouteeMessage message, boolean standsForMany, Map<String, String> sent) {
        if (standsForMany) {
            return report(token, callback, false, Result.reference(message.trackingId()), Optional.empty());
        }
        boolean unreadable = message.status().isEmpty();
        // we ask for callbacks of final statuses alone: a word that is not known is one
        boolean ended = !unreadable && message.isFinal(codes).orElse(true);
        Result result = message.result(codes, ended);
        boolean keysToCome = Boolean.parseBoolean(sent.get("collectDtmfDigits"))
                && result.disposition().equals(Disposition.ANSWERED);
        Optional<String> callee = message.callee().equals(RouteeJson.digits(sent.getOrDefault("to", "-")))
                ? Optional.empty()
                : Optional.of(message.callee());
        return report(
                token, callback, ended && !keysToCome, keysToCome ? message.result(codes, false) : result, callee);
    }

    private static Report report(
            String token, Callback callback, boolean isFinal, Result result, Optional<String> callee) {
        return new Report(RouteeProvider.CAMPAIGN, token, "", isFinal, result, "callback", callback.raw(), callee);
    }
}
