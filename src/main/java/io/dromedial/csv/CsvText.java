package io.dromedial.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * A file's bytes as text, strictly: what is not in the charset is a fault with its line, never a replacement
 * character (an {@code InputStreamReader} loses the line). Takes a byte order mark off, refuses NUL, and ends a row
 * that grows without limit, since a quote that is never closed would take the rest of the file into memory.
 */
final class CsvText extends Reader {

    static final int LONGEST_ROW = 8 << 20;
    private static final int BUFFER = 1 << 14;
    private final String operation;
    private final InputStream in;
    private final CsvFormat format;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();
    private boolean begun;
    private boolean lastBytes;
    private boolean ended;
    private boolean garbled;
    private long line = 1;
    private boolean afterReturn;
    private long rowLine = 1;
    private long rowLength;

    CsvText(String operation, InputStream in, CsvFormat format) {
        this.operation = operation;
        this.in = in;
        this.format = format;
        this.decoder = format.charset()
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    void rowBegins(long onLine) {
        rowLine = onLine;
        rowLength = 0;
    }

    @Override
    public int read(char[] to, int from, int length) throws IOException {
        while (!chars.hasRemaining()) {
            if (garbled) {
                throw new CsvFault(line, FileKind.undecodable(operation, format.charset()));
            }
            if (ended) {
                return -1;
            }
            fill();
        }
        int n = Math.min(length, chars.remaining());
        chars.get(to, from, n);
        rowLength += n;
        if (rowLength > LONGEST_ROW) {
            throw new CsvFault(
                    rowLine,
                    "the row that begins here is longer than " + LONGEST_ROW
                            + " characters; most likely a quote in it is never closed");
        }
        return n;
    }

    private void fill() throws IOException {
        if (!begun) {
            begin();
        }
        chars.clear();
        CoderResult result = decoder.decode(bytes, chars, lastBytes);
        if (result.isError()) {
            garbled = true;
        } else if (result.isUnderflow() && lastBytes) {
            ended = decoder.flush(chars).isUnderflow();
        } else if (result.isUnderflow()) {
            more();
        }
        chars.flip();
        scan();
    }

    private void begin() throws IOException {
        begun = true;
        while (!lastBytes && bytes.remaining() < FileKind.MARK) {
            more();
        }
        byte[] head = new byte[Math.min(bytes.remaining(), FileKind.MARK)];
        bytes.duplicate().get(head);
        FileKind.refusal(operation, head, format.charset()).ifPresent(text -> {
            throw new CsvFault(1, text);
        });
        bytes.position(bytes.position() + FileKind.markLength(head));
    }

    private void more() throws IOException {
        bytes.compact();
        int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
        lastBytes = n < 0;
        bytes.position(bytes.position() + Math.max(0, n)).flip();
    }

    private void scan() {
        char[] text = chars.array();
        for (int i = 0; i < chars.limit(); i++) {
            char c = text[i];
            if (c > '\r') {
                afterReturn = false;
            } else if (c == 0) {
                throw new CsvFault(line, FileKind.NUL);
            } else {
                if (c == '\r' || c == '\n' && !afterReturn) {
                    line++;
                }
                afterReturn = c == '\r';
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
