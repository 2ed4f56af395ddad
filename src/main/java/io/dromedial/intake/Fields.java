package io.dromedial.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Texts by name, or in order, as JSON and back; the order stays. */
public final class Fields {

    private static final JsonFactory JSON = new JsonFactory();

    private Fields() {}

    /** An object of strings. */
    public static String toJson(Map<String, String> fields) {
        return written(json -> {
            json.writeStartObject();
            for (Map.Entry<String, String> field : fields.entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
            }
            json.writeEndObject();
        });
    }

    /** An array of strings. */
    public static String toJson(List<String> texts) {
        return written(json -> {
            json.writeStartArray();
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
        });
    }

    public static Map<String, String> fromJson(String json) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                expect(parser.nextToken(), JsonToken.VALUE_STRING);
                fields.put(name, parser.getText());
            }
            expect(parser.currentToken(), JsonToken.END_OBJECT);
        } catch (IOException e) {
            throw new IllegalArgumentException("expected a JSON object of strings", e);
        }
        return fields;
    }

    public static List<String> listFromJson(String json) {
        List<String> texts = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            expect(parser.nextToken(), JsonToken.START_ARRAY);
            for (String text = parser.nextTextValue(); text != null; text = parser.nextTextValue()) {
                texts.add(text);
            }
            expect(parser.currentToken(), JsonToken.END_ARRAY);
        } catch (IOException e) {
            throw new IllegalArgumentException("expected a JSON array of strings", e);
        }
        return texts;
    }

    /** Whether the text is one well-formed JSON value and nothing else. */
    static boolean isJson(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            if (parser.currentToken().isNumeric()) {
                parser.getNumberValue();
            }
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static void expect(JsonToken token, JsonToken expected) {
        if (token != expected) {
            throw new IllegalArgumentException("expected " + expected + " in JSON of strings, not " + token);
        }
    }

    private static String written(Writing content) {
        try (SegmentedStringWriter text = new SegmentedStringWriter(JSON._getBufferRecycler())) {
            try (JsonGenerator json = JSON.createGenerator(text)) {
                content.to(json);
            }
            return text.getAndClear();
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory does no input or output", e);
        }
    }

    @FunctionalInterface
    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }
}
