package io.dromedial.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Records of a JSON array, read one by one. */
final class JsonBody {

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(1 << 20)
                    .maxNumberLength(64)
                    .build())
            .build());

    private JsonBody() {}

    /**
     * What the array holds, read as it is asked for.
     *
     * @throws IOException if it is no array
     */
    static Bodies.Rows open(Path file) throws IOException {
        JsonParser parser = MAPPER.createParser(Files.newInputStream(file));
        try {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IOException("expected a JSON array of objects");
            }
            return new Bodies.Rows(List.of(), new Elements(parser), parser);
        } catch (IOException | RuntimeException e) {
            parser.close();
            throw e;
        }
    }

    private static final class Elements implements Iterator<Object> {
        private final JsonParser parser;
        private JsonToken next;

        Elements(JsonParser parser) throws IOException {
            this.parser = parser;
            this.next = parser.nextToken();
        }

        @Override
        public boolean hasNext() {
            return next != JsonToken.END_ARRAY;
        }

        @Override
        public Object next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the array ended");
            }
            try {
                Object element = MAPPER.readValue(parser, Object.class);
                next = parser.nextToken();
                if (next == null) {
                    throw new IOException("the JSON ends within its array");
                }
                return element;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
