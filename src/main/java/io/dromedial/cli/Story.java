package io.dromedial.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.provider.Codes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A record's life in plain words, in order of time. */
final class Story {

    private static final Pattern CODE = Pattern.compile("^code (.+?)( \\([a-z_]+\\))?(, interim)?$");
    private static final Pattern GOES_ON = Pattern.compile("(^|; )(redial \\d+ of \\d+ at |on to )\\S+$");
    private final JsonNode record;
    private final Codes codes;

    Story(JsonNode record, Codes codes) {
        this.record = record;
        this.codes = codes;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("record " + of("id") + " of " + of("operation") + ", reference " + of("reference") + ", batch "
                + (record.hasNonNull("batchName") ? of("batchName") + " (id " + of("batch") + ")" : of("batch")));
        for (JsonNode entry : record.path("history")) {
            lines.add("  " + Table.time(entry, "at") + "  " + words(entry));
        }
        lines.add("  now: " + now());
        return lines;
    }

    private String now() {
        String state = of("state").replace('_', ' ');
        StringBuilder now = new StringBuilder(state);
        if (!of("disposition").isEmpty() || !of("providerCode").isEmpty()) {
            now.append(", ")
                    .append(
                            of("disposition").isEmpty()
                                    ? "without a disposition"
                                    : of("disposition").replace('_', ' '));
            now.append(
                    of("providerCode").isEmpty()
                            ? ""
                            : " (code " + of("providerCode") + meaning(of("providerCode")) + ")");
        }
        add(now, "; keys pressed: ", of("digits"));
        add(now, "; the provider calls it ", of("providerRef"));
        add(now, "; ", of("error"));
        add(now, "; on the step ", of("step"));
        add(now, "; waits for ", of("waitsFor"));
        return now.toString();
    }

    private static void add(StringBuilder to, String before, String text) {
        if (!text.isEmpty()) {
            to.append(before).append(text);
        }
    }

    private String words(JsonNode entry) {
        String text = Table.cell(entry, "text");
        return switch (Table.cell(entry, "kind")) {
            case "submitted" -> takenIn(entry);
            case "attempt" -> attempt(entry, text);
            case "time-out" -> "the result did not come in time: " + stateNow(entry);
            case "recovery" -> text + ": " + stateNow(entry);
            case "expired" -> expired(entry);
            case "outage" -> text;
            case "cancel", "redrive", "resolve", "not sent" -> text + ": " + stateNow(entry);
            default -> report(entry, text);
        };
    }

    private static String expired(JsonNode entry) {
        return Table.cell(entry, "state").equals("expired")
                ? "its expires_at had passed: never sent"
                : "its expires_at had passed: not called again";
    }

    private String takenIn(JsonNode entry) {
        String line = Table.cell(entry, "line");
        String source = Table.cell(entry, "source");
        return switch (source) {
            case "file" -> "taken in from " + of("batchName") + ".csv, line " + line;
            case "api" -> "taken in over HTTP, as number " + line;
            case "route" -> "taken in from a route, as number " + line;
            default -> "taken in (" + source + "), as number " + line;
        };
    }

    private static String attempt(JsonNode entry, String said) {
        String began =
                Table.cell(entry, "startedAt").replaceFirst("^[^T]*T", "").replaceFirst("Z$", "");
        String which =
                "attempt " + Table.cell(entry, "attempt") + (began.isEmpty() ? "" : " (begun " + began + ")") + ": ";
        String bare = entry.hasNonNull("status") ? "HTTP " + Table.cell(entry, "status") : "";
        String status = bare.isEmpty() ? "" : bare + ", ";
        String text = bare.isEmpty() || !said.startsWith(bare)
                ? said
                : said.substring(bare.length()).replaceFirst("^: ", "");
        String why = text.isEmpty() ? "" : " (" + text + ")";
        return which
                + switch (Table.cell(entry, "state")) {
                    case "sending" -> "on the wire, no answer yet";
                    case "accepted" -> status + "the provider took it" + why + "; its result comes later";
                    case "completed" -> status + "done" + why;
                    case "rejected" -> status + "refused for good" + why + "; a dead letter";
                    case "due" ->
                        status + (GOES_ON.matcher(text).find() ? text : notTaken(text) + "; tried again later");
                    case "dead" -> status + notTaken(text) + "; no attempt is left, a dead letter";
                    case "in_doubt" -> status + "it may have gone" + why + "; never sent again by itself";
                    default -> status + stateNow(entry) + why;
                };
    }

    /** One that is safe to repeat, or is repeated because that is configured, may have gone all the same. */
    private static String notTaken(String text) {
        return text.startsWith("it may have gone") ? text : text.isEmpty() ? "not taken" : "not taken (" + text + ")";
    }

    private String report(JsonNode entry, String text) {
        String channel = Table.cell(entry, "kind");
        if (!entry.hasNonNull("state")) {
            return channel + ": came again or too late, kept and changed nothing";
        }
        String said = text.replaceFirst("; .*", "");
        String then = GOES_ON.matcher(text).find() ? text.substring(said.length()) : "; " + stateNow(entry);
        Matcher code = CODE.matcher(said);
        return channel + ": " + said + (code.matches() ? meaning(code.group(1)) : "") + then;
    }

    private String meaning(String code) {
        return codes.find(code).map(c -> ": " + c.meaning()).orElse("");
    }

    private static String stateNow(JsonNode entry) {
        return "now " + Table.cell(entry, "state").replace('_', ' ');
    }

    private String of(String name) {
        return Table.cell(record, name);
    }
}
