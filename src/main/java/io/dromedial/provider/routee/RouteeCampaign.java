package io.dromedial.provider.routee;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The body of a campaign: the fields of Routee's table, each in its JSON type, and nothing else. */
final class RouteeCampaign {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter WIRE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");
    private static final Pattern DATE = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})[Tt ](\\d{2}:\\d{2})(:\\d{2})?([.]\\d{1,9})?([Zz]|[+-]\\d{2}:?\\d{2})");
    private static final int LONGEST_OF_THEIRS = 18;
    private static final int LONGEST_MARK = 11;

    private RouteeCampaign() {}

    /**
     * The campaign's name: the first 18 characters of the user's, and a mark of the request, so that no two are alike and
     * one in doubt is found by it. At most 30 characters.
     *
     * @param call what tells the request from all others
     */
    static String name(Map<String, String> record, String call) {
        String theirs = record.getOrDefault("name", "call");
        String cut = theirs.length() > LONGEST_OF_THEIRS ? theirs.substring(0, LONGEST_OF_THEIRS) : theirs;
        return cut + "-" + (call.length() > LONGEST_MARK ? hash(call) : call);
    }

    private static String hash(String call) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(call.getBytes(StandardCharsets.UTF_8));
            String digits = new BigInteger(1, sha).toString(36);
            return digits.substring(digits.length() - LONGEST_MARK);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** @param records alike in all but {@code to} */
    static byte[] body(List<Map<String, String>> records, String name, String callbackUrl) {
        Map<String, String> first = records.get(0);
        ObjectNode body = JSON.createObjectNode();
        body.put("from", first.get("from"));
        numbers(body, records);
        list(body, "contacts", first);
        list(body, "groups", first);
        body.put("name", name);
        text(body, "fileURL", first, "fileURL");
        if (first.containsKey("message.text")) {
            ObjectNode message = body.putObject("message");
            text(message, "gender", first, "message.gender");
            text(message, "language", first, "message.language");
            text(message, "text", first, "message.text");
        }
        flag(body, "respectQuietHours", first);
        flag(body, "ignoreDnd", first);
        schedule(first).ifPresent(at -> body.put("scheduledDate", WIRE.format(at)));
        number(body, "hangupDelay", first);
        flag(body, "collectDtmfDigits", first);
        number(body, "collectDtmfAwaitSeconds", first);
        body.putObject("callback").put("strategy", "OnCompletion").put("url", callbackUrl);
        body.putObject("campaignCallback").put("strategy", "OnCompletion").put("url", callbackUrl);
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts can be written", e);
        }
    }

    private static void numbers(ObjectNode body, List<Map<String, String>> records) {
        List<String> all = records.stream()
                .map(r -> r.getOrDefault("to", ""))
                .filter(to -> !to.isEmpty())
                .toList();
        if (!all.isEmpty()) {
            ArrayNode to = body.putArray("to");
            all.forEach(to::add);
        }
    }

    private static void list(ObjectNode body, String field, Map<String, String> record) {
        if (record.containsKey(field)) {
            ArrayNode array = body.putArray(field);
            list(record.get(field)).forEach(array::add);
        }
    }

    private static void text(ObjectNode body, String field, Map<String, String> record, String column) {
        if (record.containsKey(column)) {
            body.put(field, record.get(column));
        }
    }

    private static void flag(ObjectNode body, String field, Map<String, String> record) {
        if (record.containsKey(field)) {
            body.put(field, Boolean.parseBoolean(record.get(field)));
        }
    }

    private static void number(ObjectNode body, String field, Map<String, String> record) {
        if (record.containsKey(field)) {
            body.put(field, Long.parseLong(record.get(field)));
        }
    }

    /** What a cell holds between its commas. */
    static List<String> list(String cell) {
        return Arrays.stream(cell.split(","))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    static Optional<OffsetDateTime> schedule(Map<String, String> record) {
        return Optional.ofNullable(record.get("scheduledDate")).flatMap(RouteeCampaign::moment);
    }

    /** The moment that a date with an offset names; nothing for any other text. */
    static Optional<OffsetDateTime> moment(String text) {
        Matcher date = DATE.matcher(text.strip());
        if (!date.matches()) {
            return Optional.empty();
        }
        String seconds = date.group(3) == null ? ":00" : date.group(3);
        String offset = date.group(5).length() == 5
                ? date.group(5).substring(0, 3) + ":" + date.group(5).substring(3)
                : date.group(5);
        try {
            return Optional.of(OffsetDateTime.parse(date.group(1) + "T" + date.group(2) + seconds + offset));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
