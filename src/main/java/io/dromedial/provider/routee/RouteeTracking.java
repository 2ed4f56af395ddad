package io.dromedial.provider.routee;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.provider.Codes;
import io.dromedial.provider.Finding;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the pages of tracking: which message is of which record, and what it says. */
final class RouteeTracking {

    private final Codes codes;

    /** A message, and the JSON that told it. */
    private record Told(RouteeMessage message, String raw) {}

    RouteeTracking(Codes codes) {
        this.codes = codes;
    }

    /** What the pages say of the records; a word of a status that is not known settles nothing. */
    Finding read(RouteePages pages) {
        if (pages.instead().isPresent()) {
            return pages.instead().get();
        }
        List<Told> all = new ArrayList<>();
        for (JsonNode item : pages.messages) {
            if (item.isObject()) {
                RouteeMessage message = RouteeMessage.of(RouteeJson.map(item));
                if (isOurs(message, pages)) {
                    all.add(new Told(message, item.toString()));
                }
            }
        }
        List<Report> reports = new ArrayList<>();
        for (int i = 0; i < pages.records.size(); i++) {
            Map<String, String> record = pages.records.get(i);
            boolean standsForMany = RouteeProvider.LISTS.stream().anyMatch(record::containsKey);
            Optional<Report> report = standsForMany
                    ? counted(all, pages, pages.tokens.get(i))
                    : one(all, pages, RouteeJson.digits(record.getOrDefault("to", "")), pages.tokens.get(i));
            report.ifPresent(reports::add);
        }
        return reports.isEmpty()
                ? new Finding.Nothing("the tracking lists no message of it", Optional.empty())
                : new Finding.Told(reports);
    }

    /** A search may bring more than was searched for: what does not say that it is of our campaign is left out. */
    private static boolean isOurs(RouteeMessage message, RouteePages pages) {
        return !pages.trackingId.isEmpty() || message.campaign().equals(pages.name);
    }

    private Optional<Report> one(List<Told> all, RouteePages pages, String callee, String token) {
        Optional<Told> found = Optional.empty();
        for (Told told : all) {
            boolean better = found.isEmpty() || ended(told) && !ended(found.get());
            if (told.message().callee().equals(callee) && better) {
                found = Optional.of(told);
            }
        }
        return found.map(told -> {
            Result result = told.message().result(codes, ended(told));
            Result named = result.providerRef().isEmpty() && !pages.trackingId.isEmpty()
                    ? new Result(
                            pages.trackingId, result.code(), result.disposition(), result.digits(), result.detail())
                    : result;
            return report(token, ended(told), named, told.raw());
        });
    }

    private boolean ended(Told told) {
        return told.message().isFinal(codes).orElse(false);
    }

    /** Whether all messages of a list are made yet, tracking does not tell: only the campaign's callback ends it. */
    private static Optional<Report> counted(List<Told> all, RouteePages pages, String token) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> counts = new TreeMap<>();
        all.forEach(t -> counts.merge(t.message().status(), 1, (a, b) -> (Integer) a + (Integer) b));
        Result result = new Result(pages.trackingId, "", "", "", Map.of("messageStatuses", counts));
        return Optional.of(report(token, false, result, ""));
    }

    private static Report report(String token, boolean isFinal, Result result, String raw) {
        return new Report(RouteeProvider.CAMPAIGN, token, "", isFinal, result, "look-up", raw);
    }
}
