package io.dromedial.csv;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.QuoteMode;

/** How an operation's files are written: everything else is RFC 4180. */
public record CsvFormat(Charset charset, char delimiter) {

    public static final CsvFormat STANDARD = new CsvFormat(StandardCharsets.UTF_8, ',');

    public CsvFormat {
        if (delimiter == '"' || delimiter == '\r' || delimiter == '\n' || delimiter == 0) {
            throw new IllegalArgumentException("a delimiter is one character such as , or ; but no quote or line end");
        }
    }

    /** Writes in this charset; a character that it lacks becomes its replacement, mostly {@code ?}. */
    public Writer writer(OutputStream out) {
        return new OutputStreamWriter(
                out,
                charset.newEncoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE));
    }

    /** ALL_NON_NULL tells an empty line (a null) from a sole cell that is quoted and empty. */
    CSVFormat parsed() {
        return CSVFormat.Builder.create()
                .setDelimiter(delimiter)
                .setQuote('"')
                .setQuoteMode(QuoteMode.ALL_NON_NULL)
                .setIgnoreEmptyLines(false)
                .get();
    }
}
