package io.dromedial.journal;

import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An outcome as bytes: its kind, status, reason and result, and what its kind has besides. */
final class OutcomeBytes {

    private static final int COMPLETED = 0;
    private static final int ACCEPTED = 1;
    private static final int REFUSED = 2;
    private static final int DEFERRED = 3;
    private static final int IN_DOUBT = 4;
    private static final long NONE = Long.MIN_VALUE;

    private OutcomeBytes() {}

    static byte[] write(Outcome outcome) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(48);
        try {
            write(outcome, new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(Outcome outcome, DataOutputStream out) throws IOException {
        int kind = outcome.fold(c -> COMPLETED, a -> ACCEPTED, r -> REFUSED, d -> DEFERRED, i -> IN_DOUBT);
        Result result =
                outcome.fold(c -> c.result(), a -> a.result(), r -> r.result(), d -> Result.NONE, i -> Result.NONE);
        out.writeByte(kind);
        out.writeInt(outcome.status());
        text(out, outcome.reason());
        text(out, result.providerRef());
        text(out, result.code());
        text(out, result.disposition());
        text(out, result.digits());
        text(out, result.detail().isEmpty() ? "" : Json.write(result.detail()));
        if (outcome instanceof Outcome.Accepted a) {
            out.writeLong(a.from().map(Instant::toEpochMilli).orElse(NONE));
        }
        if (outcome instanceof Outcome.Deferred d) {
            out.writeLong(d.after().map(Duration::toMillis).orElse(NONE));
            out.writeBoolean(d.counted());
            out.writeBoolean(d.pause());
        }
    }

    static Outcome read(ByteBuffer in) {
        int kind = in.get();
        int status = in.getInt();
        String reason = text(in);
        String ref = text(in);
        String code = text(in);
        String disposition = text(in);
        String digits = text(in);
        Result result = new Result(ref, code, disposition, digits, Json.object(text(in)));
        return switch (kind) {
            case COMPLETED -> new Outcome.Completed(status, result);
            case ACCEPTED -> {
                long from = in.getLong();
                yield new Outcome.Accepted(
                        status,
                        reason,
                        result,
                        from == NONE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(from)));
            }
            case REFUSED -> new Outcome.Refused(status, reason, result);
            case DEFERRED -> {
                long after = in.getLong();
                boolean counted = in.get() != 0;
                boolean pause = in.get() != 0;
                Optional<Duration> wish = after == NONE ? Optional.empty() : Optional.of(Duration.ofMillis(after));
                yield new Outcome.Deferred(status, reason, counted, wish, pause);
            }
            default -> new Outcome.InDoubt(status, reason);
        };
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
