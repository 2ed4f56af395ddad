package io.dromedial.provider.voitex;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a request's JSON and leaves out, while it reads, what nobody may keep of a payment: of {@code payment_info} only
 * three fields pass, anywhere else no card's code, end or number. Lenient in form. Single values become texts as they
 * stand, {@code "null"} is null, names lose their blanks. What the parser says of a fault may repeat the text, so it is
 * never passed on.
 */
final class VoitexBranchFilter {

    static final String PAYMENT = "payment_info";
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_MISSING_VALUES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(50).build())
            .build();
    private static final Map<String, String> PASSES =
            Map.of("lastfour", "last_four", "amount", "amount", "transactionid", "transaction_id");
    private static final Pattern FORBIDDEN = Pattern.compile(
            ".*(cvv|cvc|expiration|cardnumber|cardno|cardnum|ccnumber|ccnum|creditcard|debitcard|securitycode|trackdata).*"
                    + "|csc|pan|primaryaccountnumber|expiry|expirydate|expdate|cardexp|cardexpiry|cardcode");
    private static final Set<String> TELEPHONE = Set.of("call_id", "cid", "did");
    private static final Set<String> NAMING = Set.of("name", "key", "field", "variable", "var");
    private static final String LAST_FOUR = "last_four";

    /** The documented names at the top, by what is left of them without case, blanks and marks. */
    private static final Map<String, String> NAMES = Map.of(
            "callid", "call_id",
            "cid", "cid",
            "cnam", "cnam",
            "contactinfo", "contact_info",
            "datetime", "date_time",
            "did", "did",
            "branchdata", "branch_data",
            "variables", "variables");

    /** There is no request in it. The message holds nothing of the text. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    private VoitexBranchFilter() {}

    /** @return texts, nulls, Maps and Lists of them, by the documented names */
    static Map<String, Object> read(byte[] body) throws Unreadable {
        try (JsonParser parser = JSON.createParser(body)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                first = parser.nextToken();
            }
            if (first != JsonToken.START_OBJECT) {
                throw new Unreadable("the request is no JSON object");
            }
            return object(parser, true);
        } catch (IOException | RuntimeException e) {
            throw new Unreadable("the request is no JSON, or was cut off");
        }
    }

    private static Map<String, Object> object(JsonParser parser, boolean top) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String given = parser.currentName();
            String folded = folded(given);
            parser.nextToken();
            if (folded.equals("paymentinfo")) {
                all.put(PAYMENT, payments(parser));
            } else if (FORBIDDEN.matcher(folded).matches()) {
                parser.skipChildren();
            } else {
                String name = top ? NAMES.getOrDefault(folded, trimmed(given)) : trimmed(given);
                all.put(name, value(parser, top && TELEPHONE.contains(name)));
            }
        }
        return namesForbidden(all) ? new LinkedHashMap<>() : all;
    }

    /** {@code {"name": "cvv", "value": …}} */
    private static boolean namesForbidden(Map<String, Object> all) {
        return all.entrySet().stream()
                .filter(e -> e.getValue() instanceof String && NAMING.contains(folded(e.getKey())))
                .anyMatch(e -> FORBIDDEN.matcher(folded((String) e.getValue())).matches());
    }

    /** Without case, blanks and marks; full-width letters are letters. */
    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{Nd}]", "");
    }

    private static String trimmed(String name) {
        return VoitexBranchCards.masked(name.replace('\u00a0', ' ').strip());
    }

    private static Object value(JsonParser parser, boolean telephone) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, false);
            case START_ARRAY -> list(parser);
            case VALUE_NULL -> null;
            default -> single(parser.getText(), telephone);
        };
    }

    private static List<Object> list(JsonParser parser) throws IOException {
        List<Object> all = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            all.add(value(parser, false));
        }
        return all;
    }

    /** JSON within a text is JSON; what begins like it and is none may hide anything. */
    private static Object single(String text, boolean telephone) throws IOException {
        String bare = text.strip();
        if (bare.equalsIgnoreCase("null")) {
            return null;
        }
        if (bare.startsWith("{") || bare.startsWith("[")) {
            return nested(bare);
        }
        return telephone ? VoitexBranchCards.maskedPhone(text) : VoitexBranchCards.masked(text);
    }

    private static Object nested(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            return value(parser, false);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static List<Map<String, Object>> payments(JsonParser parser) throws IOException {
        List<Map<String, Object>> all = new ArrayList<>();
        addPayments(parser, all);
        return all;
    }

    private static void addPayments(JsonParser parser, List<Map<String, Object>> all) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            all.add(payment(parser));
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                addPayments(parser, all);
            }
        } else if (parser.currentToken() == JsonToken.VALUE_STRING) {
            addNested(parser.getText().strip(), all);
        }
    }

    private static void addNested(String text, List<Map<String, Object>> all) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return;
        }
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            addPayments(parser, all);
        } catch (IOException | RuntimeException e) {
            all.clear();
        }
    }

    private static Map<String, Object> payment(JsonParser parser) throws IOException {
        Map<String, Object> passed = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = PASSES.get(folded(parser.currentName()));
            JsonToken token = parser.nextToken();
            if (name == null || token.isStructStart() || token == JsonToken.VALUE_NULL) {
                parser.skipChildren();
            } else {
                passed.put(name, name.equals(LAST_FOUR) ? lastFour(parser.getText()) : plain(parser.getText()));
            }
        }
        return passed;
    }

    private static String lastFour(String text) {
        String digits = text.replaceAll("\\P{Nd}", "");
        return digits.substring(Math.max(0, digits.length() - 4));
    }

    /** An amount or a number of a transaction is short and holds no JSON. */
    private static String plain(String text) {
        return text.length() > 100 || text.matches("(?s).*[{\\[].*") ? "" : VoitexBranchCards.masked(text);
    }
}
