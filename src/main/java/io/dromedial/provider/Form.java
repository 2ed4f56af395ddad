package io.dromedial.provider;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A body of {@code application/x-www-form-urlencoded}, made in one go: as by {@link java.net.URLEncoder}, without a text
 * in between.
 */
public final class Form {

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final boolean[] PLAIN = new boolean[128];

    static {
        for (char c = 0; c < PLAIN.length; c++) {
            PLAIN[c] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ".-*_".indexOf(c) >= 0;
        }
    }

    private byte[] bytes = new byte[1024];
    private int length;

    /** Adds a field. */
    public Form add(String name, String value) {
        if (length > 0) {
            room(1);
            bytes[length++] = '&';
        }
        encode(name.getBytes(StandardCharsets.UTF_8));
        room(1);
        bytes[length++] = '=';
        encode(value.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private void encode(byte[] text) {
        room(3 * text.length);
        for (byte b : text) {
            if (b >= 0 && PLAIN[b]) {
                bytes[length++] = b;
            } else if (b == ' ') {
                bytes[length++] = '+';
            } else {
                bytes[length++] = '%';
                bytes[length++] = HEX[b >> 4 & 15];
                bytes[length++] = HEX[b & 15];
            }
        }
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
