package io.dromedial.provider;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A body of {@code multipart/form-data}. Files are read only when the body is, so that it may be larger than memory; as a
 * message's body it goes out through camel-vertx-http as a stream, with its length and its content type.
 */
public final class Multipart {

    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+(; ?charset=[\\w-]+)?");
    private static final String LINE = "\r\n";
    private final String boundary = "dromedial-" + UUID.randomUUID();
    private final List<Piece> pieces = new ArrayList<>();
    private long length;

    /** Either bytes or a file. */
    private record Piece(byte[] bytes, Path file) {
        InputStream open() throws IOException {
            return file == null ? new ByteArrayInputStream(bytes) : Files.newInputStream(file);
        }
    }

    /** Adds a plain field. */
    public Multipart add(String name, String text) {
        text(head(name) + LINE + LINE + text + LINE);
        return this;
    }

    /**
     * Adds a file as it is now; it must not change before the body was read.
     *
     * @param fileName as it is told to the provider
     * @param type its media type: {@code audio/mpeg}
     * @throws UncheckedIOException if there is no such file
     */
    public Multipart add(String name, String fileName, String type, Path file) {
        if (!MEDIA_TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("a media type looks like audio/mpeg, not '" + quoted(type) + "'");
        }
        long size = size(file);
        text(head(name) + "; filename=\"" + quoted(fileName) + "\"" + LINE + "Content-Type: " + type + LINE + LINE);
        pieces.add(new Piece(null, file));
        length += size;
        text(LINE);
        return this;
    }

    private static long size(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException("a file to be sent is gone: " + file.getFileName());
            }
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private String head(String name) {
        return "--" + boundary + LINE + "Content-Disposition: form-data; name=\"" + quoted(name) + "\"";
    }

    /** As browsers do: what could end the name or its line is percent-encoded. */
    private static String quoted(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            safe.append(c == '"' || c < ' ' || c == 127 ? String.format("%%%02X", (int) c) : String.valueOf(c));
        }
        return safe.toString();
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        pieces.add(new Piece(bytes, null));
        length += bytes.length;
    }

    private byte[] end() {
        return ("--" + boundary + "--" + LINE).getBytes(StandardCharsets.US_ASCII);
    }

    /** The header, with the boundary. */
    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** In bytes. */
    public long length() {
        return length + end().length;
    }

    /** The body from its beginning; opens one file at a time. Each call gives a stream of its own. */
    public InputStream open() {
        List<Piece> all = new ArrayList<>(pieces);
        all.add(new Piece(end(), null));
        return new Joined(all);
    }

    /** The whole body in memory: for one without large files. */
    public byte[] toBytes() {
        try (InputStream in = open()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            in.transferTo(all);
            return all.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a file to be sent can't be read: " + e.getMessage(), e);
        }
    }

    /** The pieces one behind the other; {@link java.io.SequenceInputStream} would open the next one without an IOException. */
    private static final class Joined extends InputStream {
        private final List<Piece> rest;
        private InputStream current = InputStream.nullInputStream();

        Joined(List<Piece> pieces) {
            this.rest = pieces;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int read = current.read(into, from, most);
            while (read < 0 && !rest.isEmpty()) {
                current.close();
                current = rest.remove(0).open();
                read = current.read(into, from, most);
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            rest.clear();
            current.close();
        }
    }
}
