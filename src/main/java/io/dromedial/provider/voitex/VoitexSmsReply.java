package io.dromedial.provider.voitex;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.record.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to the older SMS endpoint. As documented it is no JSON: {@code data} is an object within quotes that are not
 * escaped, names and values end in blanks, and the reference id stands in a second field {@code from}. What is well-formed
 * is read as it is; the text that was sent comes back in {@code data}, so nothing within is taken for the status.
 */
final class VoitexSmsReply {

    private static final Pattern DATA = Pattern.compile("\"\\s*data\\s*\"\\s*:\\s*(\"?\\s*\\{)");
    private static final Pattern DATA_END =
            Pattern.compile("\\}\\s*\"?(?=\\s*,\\s*\"\\s*(?:errors|status)\\s*\"|\\s*\\}\\s*$)");
    private static final Pattern FIELD =
            Pattern.compile("(?m)\"\\s*([A-Za-z_ ]{1,40})\\s*\"\\s*:\\s*\"([^\"\\r\\n]*)\"\\s*(?=,|$)");
    private static final Pattern FIRST_STATUS =
            Pattern.compile("\\A\\s*\\{\\s*\"\\s*status\\s*\"\\s*:\\s*\"([^\"]*)\"");
    private static final List<String> NAMES =
            List.of("reference_id", "referenceid", "reference", "ref_id", "request_id", "batch_id", "id");
    private static final Pattern REFERENCE = Pattern.compile("[\\w.:-]{1,100}");
    private static final Pattern NUMBER = Pattern.compile("\\+?[\\d() .-]{7,}");

    private VoitexSmsReply() {}

    /** The answer without what makes it no JSON, {@code data} an object or a text. */
    static Optional<VoitexReply> read(String body) {
        return VoitexReply.read(body).or(() -> VoitexReply.read(mended(body))).or(() -> firstStatus(body));
    }

    private static Optional<VoitexReply> firstStatus(String body) {
        Matcher status = FIRST_STATUS.matcher(body);
        return status.find()
                ? VoitexReply.read("{\"status\":\"" + status.group(1).replaceAll("[^A-Za-z_ ]", "") + "\"}")
                : Optional.empty();
    }

    private static String mended(String body) {
        Matcher begin = DATA.matcher(body);
        if (!begin.find()) {
            return body;
        }
        int from = begin.start(1);
        int to = -1;
        Matcher end = DATA_END.matcher(body);
        end.region(from, body.length()).useTransparentBounds(true);
        while (end.find()) {
            to = end.end();
        }
        return to < 0 ? body : body.substring(0, from) + fields(body.substring(from, to)) + body.substring(to);
    }

    /** The fields of an object that is none, as a list of name and value, since a name may come twice. */
    private static String fields(String data) {
        List<List<String>> found = new ArrayList<>();
        Matcher field = FIELD.matcher(data.replaceAll("\\s*\\}\\s*\"?\\s*\\z", "\n"));
        while (field.find()) {
            found.add(List.of(field.group(1).strip(), field.group(2).strip()));
        }
        return VoitexReply.write(found);
    }

    /** The reference by whichever name it has, and the kind of number it was sent from. */
    static Result result(VoitexReply reply) {
        Map<String, String> data = data(reply.at("data"));
        Map<String, Object> detail = new LinkedHashMap<>();
        Optional.ofNullable(data.get("did_type")).ifPresent(type -> detail.put("did_type", type));
        return new Result(reference(data), "", "", "", detail);
    }

    private static String reference(Map<String, String> data) {
        return NAMES.stream()
                .map(name -> data.getOrDefault(name, ""))
                .filter(value -> REFERENCE.matcher(value).matches())
                .findFirst()
                .orElseGet(() -> {
                    String last = data.getOrDefault("from", "");
                    boolean number = NUMBER.matcher(last).matches();
                    return REFERENCE.matcher(last).matches() && !number ? last : "";
                });
    }

    /** By names in lower case, of which the last one counts: a reference comes behind the number it is named like. */
    private static Map<String, String> data(JsonNode said) {
        Map<String, String> data = new LinkedHashMap<>();
        JsonNode node = said;
        if (said.isTextual()) {
            node = VoitexReply.parse(said.asText()).filter(JsonNode::isObject).orElse(said);
        }
        if (node.isObject()) {
            node.properties().forEach(e -> data.put(key(e.getKey()), VoitexReply.text(e.getValue())));
        } else if (node.isArray()) {
            node.forEach(pair -> data.put(key(VoitexReply.text(pair.path(0))), VoitexReply.text(pair.path(1))));
        } else {
            data.put("id", VoitexReply.text(node));
        }
        return data;
    }

    private static String key(String name) {
        return name.strip().toLowerCase(java.util.Locale.ROOT);
    }
}
