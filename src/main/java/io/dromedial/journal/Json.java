package io.dromedial.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON in the journal's columns. */
final class Json {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, false);
    private static final TypeReference<LinkedHashMap<String, String>> FIELDS = new TypeReference<>() {};
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};
    private static final TypeReference<List<LinkedHashMap<String, Object>>> OBJECTS = new TypeReference<>() {};
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

    private Json() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + e.getOriginalMessage(), e);
        }
    }

    static Map<String, String> fields(String json) {
        return read(json, FIELDS);
    }

    static Map<String, Object> object(String json) {
        return json == null || json.isEmpty() ? Map.of() : read(json, OBJECT);
    }

    static List<LinkedHashMap<String, Object>> objects(String json) {
        return read(json, OBJECTS);
    }

    static List<String> names(String json) {
        return json == null || json.isEmpty() ? List.of() : read(json, NAMES);
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal holds JSON that can't be read: " + e.getOriginalMessage(), e);
        }
    }
}
