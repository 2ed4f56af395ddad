package io.dromedial.timing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is read again when it changes, once it rests: between two looks it stayed as it was. While it can't be
 * read, what was read last stands for a while, then nothing.
 */
final class FileWatch<T> {

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private final Path file;
    private final String shown;
    private final Reader<T> reader;
    private final Patience patience;
    private Stamp loaded;
    private Stamp resting;
    private String trouble = "";
    private volatile T current;

    /** @param told what is wrong with single lines, which were left out */
    record Loaded<T>(T value, List<String> told) {}

    /** Reads a file; throws with words for people, of which none is a number. */
    interface Reader<T> {
        Loaded<T> read(Path file) throws IOException;
    }

    private record Stamp(long size, long modified, Object key) {}

    /** What is wrong with lines; only the first of very many are told. */
    static final class Faults {
        private static final int MOST = 100;
        private final List<String> told = new ArrayList<>();
        private int all;

        void add(long line, String words) {
            if (++all <= MOST) {
                told.add(line + ": " + words);
            }
        }

        List<String> told() {
            if (all > MOST) {
                told.add(" and " + (all - MOST) + " more lines");
            }
            return List.copyOf(told);
        }
    }

    FileWatch(Path file, String shown, Reader<T> reader, LongSupplier nanos) {
        this.file = file;
        this.shown = shown;
        this.reader = reader;
        this.patience = new Patience(nanos);
    }

    String shown() {
        return shown;
    }

    /** What stands in the file; nothing while it could not be read for too long. */
    Optional<T> current() {
        T value = current;
        return value == null || patience.over() ? Optional.empty() : Optional.of(value);
    }

    /** All that is wrong with the file, each with its line; the key that names it, where it can't be read at all. */
    static <T> List<String> problems(Path file, String shown, String key, Reader<T> reader) {
        try {
            return reader.read(file).told().stream()
                    .map(fault -> shown + ":" + fault)
                    .toList();
        } catch (IOException e) {
            return List.of(shown + ": " + words(e) + "; it is named by " + key);
        }
    }

    /** Reads it for the first time, or again where it changed and rests; true if there is something new. */
    boolean look() {
        try {
            Stamp now = stamp();
            if (now.equals(loaded)) {
                good();
                return false;
            }
            if (loaded != null && !now.equals(resting)) {
                resting = now;
                patience.satisfied();
                return false;
            }
            take(now);
            return true;
        } catch (IOException e) {
            bad(words(e));
            return false;
        }
    }

    private void take(Stamp now) throws IOException {
        Loaded<T> read = reader.read(file);
        if (!stamp().equals(now)) {
            resting = null;
            return;
        }
        read.told().forEach(fault -> LOG.warn("{}:{}; this line is left out", shown, fault));
        current = read.value();
        if (loaded != null) {
            LOG.info("{} was read again.", shown);
        }
        loaded = now;
        good();
    }

    private void good() {
        trouble = "";
        patience.satisfied();
    }

    private void bad(String words) {
        if (!words.equals(trouble)) {
            LOG.warn("{}: {}; what was read before stands for a while, then the operation waits", shown, words);
            trouble = words;
        }
    }

    private Stamp stamp() throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(now.size(), now.lastModifiedTime().toMillis(), now.fileKey());
    }

    private static String words(IOException e) {
        return e instanceof NoSuchFileException ? "there is no such file" : "it can't be read: " + e.getMessage();
    }
}
