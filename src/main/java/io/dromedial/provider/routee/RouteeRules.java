package io.dromedial.provider.routee;

import io.dromedial.record.Operation.Rule;
import io.dromedial.record.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a row must satisfy beyond its single columns. Source: the table of a campaign's request. */
final class RouteeRules {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9 -]+");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*");
    private static final Pattern MANGLED = Pattern.compile("[+-]?\\d+([.,]\\d+)?[eE][+-]?\\d+");
    private static final Pattern OTHER_FILE =
            Pattern.compile("(?i)[^?#]*/[^/?#]+\\.(?!wav([?#]|$))[a-z0-9]{2,5}([?#].*)?");
    private static final int MOST_IN_A_LIST = 1000;

    static final List<Rule> ALL = List.of(
            RouteeRules::recipient,
            RouteeRules::content,
            RouteeRules::lists,
            RouteeRules::schedule,
            fits("name", NAME, true, "may hold Latin letters, digits, blanks and - only"),
            fits("message.language", LANGUAGE, true, "is no language tag; expected such as en-GB"),
            fits("from", MANGLED, false, "was a number before a spreadsheet changed it; make the column text there"),
            fits("fileURL", OTHER_FILE, false, "names no WAV file, and others can't be played"),
            notNegative("hangupDelay"),
            notNegative("collectDtmfAwaitSeconds"));

    private RouteeRules() {}

    private static List<Problem> recipient(Map<String, String> row) {
        boolean any = row.containsKey("to") || RouteeProvider.LISTS.stream().anyMatch(row::containsKey);
        return any ? List.of() : List.of(new Problem("to", "is missing; give it, or contacts, or groups"));
    }

    private static List<Problem> content(Map<String, String> row) {
        boolean text = row.containsKey("message.text");
        boolean file = row.containsKey("fileURL");
        if (text && file) {
            return List.of(new Problem("fileURL", "stands beside message.text; keep one of both"));
        }
        return text || file ? List.of() : List.of(new Problem("message.text", "is missing; give it, or fileURL"));
    }

    private static List<Problem> lists(Map<String, String> row) {
        List<Problem> problems = new ArrayList<>();
        for (String column : List.of("contacts", "groups")) {
            int entries = row.containsKey(column)
                    ? RouteeCampaign.list(row.get(column)).size()
                    : 1;
            if (entries == 0 || entries > MOST_IN_A_LIST) {
                problems.add(new Problem(
                        column, "names " + entries + " " + column + "; expected from 1 up to " + MOST_IN_A_LIST));
            }
        }
        return problems;
    }

    private static List<Problem> schedule(Map<String, String> row) {
        String date = row.get("scheduledDate");
        boolean good = date == null || RouteeCampaign.moment(date).isPresent();
        return good
                ? List.of()
                : List.of(new Problem(
                        "scheduledDate", "has no offset from UTC; expected such as 2026-07-01T09:00:00+03:00"));
    }

    private static Rule fits(String column, Pattern pattern, boolean wanted, String otherwise) {
        return row ->
                row.containsKey(column) && pattern.matcher(row.get(column)).matches() != wanted
                        ? List.of(new Problem(column, otherwise))
                        : List.of();
    }

    private static Rule notNegative(String column) {
        return row -> row.getOrDefault(column, "").startsWith("-")
                ? List.of(new Problem(column, "is negative; expected 0 or more seconds"))
                : List.of();
    }
}
