package io.dromedial.intake;

import io.dromedial.csv.CsvFormat;
import io.dromedial.csv.CsvRows;
import io.dromedial.csv.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Run by hand: how many rows a second one core reads, checks and makes JSON of. No test, since it would measure the machine. */
public final class IntakeSpeed {

    private static final int ROWS = 300_000;

    private IntakeSpeed() {}

    public static void main(String[] args) throws IOException {
        byte[] file = file();
        for (int round = 1; round <= 6; round++) {
            String only = told("read", () -> read(file));
            String all = told("read, check, JSON", () -> whole(file));
            System.out.println("round " + round + ": " + only + "; " + all);
        }
    }

    private static byte[] file() {
        StringBuilder text = new StringBuilder("reference,phone,message,caller,language\n");
        for (int i = 0; i < ROWS; i++) {
            text.append("ref-").append(i).append(",8190").append(10_000_000 + i * 7);
            text.append(",\"Dear customer, your parcel ").append(i).append(" arrives today.\",815050050080,ja\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static long read(byte[] file) throws IOException {
        long cells = 0;
        try (CsvRows rows = CsvRows.open("voicenotify.call", new ByteArrayInputStream(file), CsvFormat.STANDARD)) {
            while (rows.hasNext()) {
                cells += rows.next().cells().size();
            }
        }
        return cells;
    }

    private static long whole(byte[] file) throws IOException {
        long length = 0;
        try (CsvRows rows = CsvRows.open("voicenotify.call", new ByteArrayInputStream(file), CsvFormat.STANDARD)) {
            Header header = Header.of(Samples.VOICE, rows.header(), Samples.PLAIN);
            RowReader reader = new RowReader(Samples.VOICE, header, Samples.PLAIN);
            while (rows.hasNext()) {
                Row row = rows.next();
                String original = Fields.toJson(header.kept(row.cells()));
                Candidate candidate = reader.read(row.cells());
                length += candidate.fold(
                        draft -> draft.at(row.line(), original).fields().length(), List::size);
            }
        }
        return length;
    }

    private static String told(String what, Work work) throws IOException {
        long begin = System.nanoTime();
        long sum = work.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        return String.format("%s %,.0f rows/s (%d)", what, ROWS / seconds, sum);
    }

    @FunctionalInterface
    private interface Work {
        long run() throws IOException;
    }
}
