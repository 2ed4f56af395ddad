package io.dromedial.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.dromedial.csv.CsvFault;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Iterator;
import java.util.List;

/** A submitted body as records. It is read through once before anything is taken in: half a body counts for nothing. */
final class Bodies {

    private Bodies() {}

    /**
     * Elements, and what to close behind them.
     *
     * @param columns of a table; empty where each record brings its own
     */
    record Rows(List<String> columns, Iterator<Object> elements, Closeable source) implements Closeable {
        @Override
        public void close() throws IOException {
            source.close();
        }
    }

    /**
     * @throws Refusal 400 if the body can't be read as a whole
     */
    static Rows open(Call.Upload upload, String operation) throws IOException {
        try (Rows trial = begin(upload, operation)) {
            trial.elements().forEachRemaining(e -> {});
        } catch (IOException | UncheckedIOException | CsvFault e) {
            throw Refusal.of(400, "the body can't be read, nothing was taken in: " + words(e));
        }
        return begin(upload, operation);
    }

    private static Rows begin(Call.Upload upload, String operation) throws IOException {
        return upload.type().equals("text/csv")
                ? CsvBody.open(upload.file(), operation, charset(upload))
                : JsonBody.open(upload.file());
    }

    private static Charset charset(Call.Upload upload) {
        String name = upload.typeParameters().getOrDefault("charset", StandardCharsets.UTF_8.name());
        try {
            return Charset.forName(name);
        } catch (UnsupportedCharsetException | java.nio.charset.IllegalCharsetNameException e) {
            throw Refusal.of(415, "the charset '" + name + "' is not known here");
        }
    }

    /** Says where, without quoting what may be a phone number. */
    private static String words(Exception e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        if (cause instanceof JsonProcessingException json) {
            String at = json.getLocation() == null
                    ? ""
                    : " (line " + json.getLocation().getLineNr() + ", column "
                            + json.getLocation().getColumnNr() + ")";
            return "it is not valid JSON" + at;
        }
        return cause.getMessage();
    }
}
