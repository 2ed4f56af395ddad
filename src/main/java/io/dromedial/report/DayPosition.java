package io.dromedial.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How far the files of days have come: in a file of the home, so that each home has its own.
 *
 * @param journal of which journal; that of another one counts for nothing
 * @param seq the last entry that the files hold once the steps are done
 * @param files those that were begun lately, so that none is taken for a batch's
 */
record DayPosition(String journal, long seq, List<DayStep> steps, List<String> files) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FILES_KNOWN = 300;

    DayPosition {
        steps = List.copyOf(steps);
        files = List.copyOf(files);
    }

    static DayPosition begin(String journal) {
        return new DayPosition(journal, 0, List.of(), List.of());
    }

    /** With what brings the files up to {@code upTo}. */
    DayPosition planned(long upTo, List<DayStep> next) {
        Set<String> known = new LinkedHashSet<>(files);
        next.forEach(step -> known.add(step.file()));
        List<String> all = List.copyOf(known);
        return new DayPosition(journal, upTo, next, all.subList(Math.max(0, all.size() - FILES_KNOWN), all.size()));
    }

    /** The position that was kept, or the beginning where there is none of this journal. */
    static DayPosition read(Path file, String journal) throws IOException {
        if (!Files.exists(file)) {
            return begin(journal);
        }
        DayPosition kept = JSON.readValue(Files.readAllBytes(file), DayPosition.class);
        return kept.journal().equals(journal) ? kept : begin(journal);
    }

    /** As it is once its steps are done. */
    DayPosition done() {
        return new DayPosition(journal, seq, List.of(), files);
    }

    /** As if a file had not been begun. */
    DayPosition without(String file) {
        return new DayPosition(
                journal, seq, steps, files.stream().filter(f -> !f.equals(file)).toList());
    }

    /** Durable when it returns. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            out.write(JSON.writeValueAsBytes(this));
        }
        force(part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
