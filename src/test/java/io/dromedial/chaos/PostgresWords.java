package io.dromedial.chaos;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a PostgreSQL client says, as far as it tells which statements a transaction holds and when it is committed
 * (PostgreSQL 17, chapter 53, Frontend/Backend Protocol).
 */
final class PostgresWords {

    private static final int ASKS_FOR_TLS = 80_877_103;
    private static final int ASKS_FOR_GSS = 80_877_104;
    private final Map<String, String> prepared = new HashMap<>();
    private final List<String> statements = new ArrayList<>();

    /** The next message, whole: a kind, once greeted, its length and what it says. */
    static byte[] read(DataInputStream in, boolean greeted) throws IOException {
        int kind = greeted ? in.readUnsignedByte() : -1;
        int length = in.readInt();
        ByteBuffer message = ByteBuffer.allocate(length + (greeted ? 1 : 0));
        if (greeted) {
            message.put((byte) kind);
        }
        message.putInt(length);
        byte[] rest = new byte[length - Integer.BYTES];
        in.readFully(rest);
        return message.put(rest).array();
    }

    /** Whether messages have a kind from here on. */
    static boolean isGreeting(byte[] first) {
        int code = first.length < 8 ? 0 : ByteBuffer.wrap(first).getInt(4);
        return code != ASKS_FOR_TLS && code != ASKS_FOR_GSS;
    }

    /** Takes note of a message; true if it commits. */
    boolean commits(byte[] message) {
        String text = new String(message, 5, message.length - 5, StandardCharsets.UTF_8);
        String[] parts = text.split("\0", -1);
        switch (message[0]) {
            case 'P' -> prepared.put(parts[0], parts[1]);
            case 'Q' -> statements.add(parts[0]);
            case 'B' -> statements.add(prepared.getOrDefault(parts[1], ""));
            default -> {
                return false;
            }
        }
        return message[0] != 'P' && statements.get(statements.size() - 1).equalsIgnoreCase("COMMIT");
    }

    /** What was said since the last commit. */
    List<String> takeStatements() {
        List<String> taken = List.copyOf(statements);
        statements.clear();
        return taken;
    }
}
