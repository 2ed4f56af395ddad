package io.dromedial.journal;

import io.dromedial.journal.Prints.Kind;
import io.dromedial.journal.Prints.Print;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds prints in memory that is mapped from files, a page of which is there or read in one go, however many there are.
 * It holds what the blocks in the journal say up to one of them, and is made anew of them whenever that is not certain:
 * nothing is lost with it. Its pages outlive the process, neither the machine nor its disk's repair; so it is believed
 * after it was closed in order, or by the next process of the same boot that finds it in memory still.
 */
final class PrintIndex {

    private static final int SEGMENTS = 16;
    private static final long MAGIC = 0x64726f6d_70720001L;
    private static final int HEAD = 256;
    private static final int BOOT_AT = 8;
    private static final int FILE_AT = 24;
    private static final int CLOSED_AT = 32;
    private static final int DONE_AT = 40;
    private static final int DOING_AT = 56;
    private static final int TAKEN_AT = 72;

    private final Path folder;
    private final MappedByteBuffer head;
    private final PrintSegment[] segments = new PrintSegment[SEGMENTS];

    /** A block of the journal, by its number and by what no other block of that number has. */
    record Mark(long block, long stamp) {
        static final Mark NONE = new Mark(0, 0);
    }

    private PrintIndex(Path folder, MappedByteBuffer head) {
        this.folder = folder;
        this.head = head;
    }

    static PrintIndex open(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("head");
        MappedByteBuffer head;
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FlightRecorder.allocate(channel, HEAD);
            head = channel.map(FileChannel.MapMode.READ_WRITE, 0, HEAD);
        }
        head.order(ByteOrder.LITTLE_ENDIAN);
        PrintIndex index = new PrintIndex(folder, head);
        index.open(FlightRecorder.bootId(), own(file));
        return index;
    }

    private void open(UUID boot, long own) throws IOException {
        boolean kept = head.isLoaded();
        boolean closed = head.getLong(CLOSED_AT) == 1;
        boolean sameBoot = kept
                && head.getLong(BOOT_AT) == boot.getMostSignificantBits()
                && head.getLong(BOOT_AT + 8) == boot.getLeastSignificantBits()
                && head.getLong(FILE_AT) == own;
        head.putLong(CLOSED_AT, 0);
        if (closed) {
            // on the disk before anything else changes: else it would still say so there after another boot or a repair
            head.force();
        }
        boolean believed = head.getLong(0) == MAGIC && (closed || sameBoot);
        if (!believed || !openSegments(closed)) {
            clear();
        }
        head.putLong(BOOT_AT, boot.getMostSignificantBits());
        head.putLong(BOOT_AT + 8, boot.getLeastSignificantBits());
        head.putLong(FILE_AT, own);
    }

    /** By what this file is told from a copy of it. */
    private static long own(Path file) throws IOException {
        return String.valueOf(Files.getAttribute(file, "fileKey")).hashCode();
    }

    private Path segment(int i) {
        return folder.resolve("prints-" + i);
    }

    private boolean openSegments(boolean closed) throws IOException {
        // counts are written with the last block; only one that was cut off leaves more behind than they say
        boolean counted = done().equals(doing());
        for (int i = 0; i < SEGMENTS; i++) {
            Optional<PrintSegment> segment = PrintSegment.open(segment(i));
            if (segment.isEmpty() || !closed && !segment.get().isInMemory()) {
                return false;
            }
            segments[i] = segment.get();
            if (counted) {
                segments[i].taken(head.getInt(TAKEN_AT + 4 * i));
            } else {
                segments[i].count();
            }
        }
        return true;
    }

    /** Knows nothing any more. Until it is done nobody believes what is there. */
    void clear() throws IOException {
        head.putLong(0, 0);
        VarHandle.storeStoreFence();
        for (int i = 0; i < SEGMENTS; i++) {
            segments[i] = PrintSegment.empty(segment(i));
            head.putInt(TAKEN_AT + 4 * i, 0);
        }
        mark(DONE_AT, Mark.NONE);
        mark(DOING_AT, Mark.NONE);
        VarHandle.storeStoreFence();
        head.putLong(0, MAGIC);
    }

    /** The last block that it holds whole. */
    Mark done() {
        return mark(DONE_AT);
    }

    /** The last one of which it may hold a part. */
    Mark doing() {
        return mark(DOING_AT);
    }

    void doing(Mark block) {
        mark(DOING_AT, block);
        VarHandle.storeStoreFence();
    }

    void done(Mark block) {
        for (int i = 0; i < SEGMENTS; i++) {
            segments[i].kept();
            head.putInt(TAKEN_AT + 4 * i, segments[i].taken());
        }
        VarHandle.storeStoreFence();
        mark(DONE_AT, block);
    }

    private Mark mark(int at) {
        return new Mark(head.getLong(at), head.getLong(at + 8));
    }

    private void mark(int at, Mark mark) {
        head.putLong(at, mark.block());
        head.putLong(at + 8, mark.stamp());
    }

    private PrintSegment of(Fingerprint print) {
        return segments[(int) (print.hash() >>> 60)];
    }

    Optional<Print> find(Fingerprint print) {
        return of(print).find(print);
    }

    /** Makes room for them, so that putting them can't fail. */
    void promise(Collection<Fingerprint> prints, long oldestRepeat) {
        int[] more = new int[SEGMENTS];
        prints.forEach(p -> more[(int) (p.hash() >>> 60)]++);
        try {
            for (int i = 0; i < SEGMENTS; i++) {
                if (more[i] > 0) {
                    segments[i].promise(more[i], oldestRepeat);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what references are recognised by can't be kept in " + folder, e);
        }
    }

    /** What was promised does not come. */
    void withdraw() {
        for (PrintSegment segment : segments) {
            segment.kept();
        }
    }

    void put(Fingerprint print, Kind kind, Print of) {
        of(print).put(print, kind, of);
    }

    /** All of it on the disk: the next process believes it on whatever boot. */
    void close() {
        for (PrintSegment segment : segments) {
            segment.force();
        }
        head.force();
        head.putLong(CLOSED_AT, 1);
        head.force();
    }
}
