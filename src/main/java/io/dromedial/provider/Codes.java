package io.dromedial.provider;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * A provider's own result codes in our words, from {@code routes/providers/<id>/codes.csv} with the columns {@code
 * code,disposition,final,meaning}. Codes are compared trimmed and without regard to case, blanks, {@code -} and
 * {@code _}.
 */
public final class Codes {

    public static final Codes NONE = new Codes(Map.of());
    private final Map<String, Code> byCode;

    /** @param disposition ours (CONTRACT 5), empty for none */
    public record Code(String code, String disposition, boolean isFinal, String meaning) {}

    private Codes(Map<String, Code> byCode) {
        this.byCode = byCode;
    }

    /** Reads the table; none where there is no file. */
    public static Codes read(Path file) {
        if (!Files.exists(file)) {
            return NONE;
        }
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setTrim(true)
                .get();
        try (Reader reader = Files.newBufferedReader(file)) {
            Map<String, Code> codes = new LinkedHashMap<>();
            for (CSVRecord row : format.parse(reader)) {
                codes.put(
                        key(row.get("code")),
                        new Code(
                                row.get("code"),
                                row.get("disposition"),
                                Boolean.parseBoolean(row.get("final")),
                                row.get("meaning")));
            }
            return new Codes(codes);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    public Optional<Code> find(String code) {
        return Optional.ofNullable(byCode.get(key(code)));
    }

    public java.util.Collection<Code> all() {
        return byCode.values();
    }

    private static String key(String code) {
        return code.replaceAll("[\\s_-]+", "").toLowerCase(Locale.ROOT);
    }
}
