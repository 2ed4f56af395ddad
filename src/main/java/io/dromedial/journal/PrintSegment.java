package io.dromedial.journal;

import io.dromedial.journal.Prints.Kind;
import io.dromedial.journal.Prints.Print;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A table in a file that is mapped into memory: slots of 32 bytes (hash, check, request, time and kind), a print in the
 * first free one from where its check points. Changed by one thread; anybody may look.
 */
final class PrintSegment {

    static final int SLOT = 32;
    private static final int LEAST_SLOTS = 1024;
    /** One mapping holds no more than 2 GB. */
    private static final int MOST_SLOTS = 1 << 25;

    private static final double FULL = 0.7;
    private static final double ROOMY = 0.4;
    private static final int CHECK_AT = 8;
    private static final int REQUEST_AT = 16;
    private static final int TIME_AT = 24;
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    /** The old one stays readable for whoever is still looking into it. */
    private volatile MappedByteBuffer slots;

    private int taken;
    private int promised;

    private PrintSegment(Path file, MappedByteBuffer slots) {
        this.file = file;
        this.slots = slots;
    }

    static PrintSegment empty(Path file) throws IOException {
        return new PrintSegment(file, make(file, LEAST_SLOTS));
    }

    /** As an earlier process left it; nothing if it can't be one. */
    static Optional<PrintSegment> open(Path file) throws IOException {
        Files.deleteIfExists(beside(file));
        long size = Files.exists(file) ? Files.size(file) : 0;
        long count = size / SLOT;
        boolean whole = size % SLOT == 0 && count >= LEAST_SLOTS && count <= MOST_SLOTS && Long.bitCount(count) == 1;
        if (!whole) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return Optional.of(new PrintSegment(file, map(channel, size)));
        }
    }

    private static MappedByteBuffer map(FileChannel channel, long size) throws IOException {
        MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
        map.order(ByteOrder.LITTLE_ENDIAN);
        return map;
    }

    /** Written out: a page that a full disk has no place for would end the process when it is touched. */
    private static MappedByteBuffer make(Path file, int count) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            long size = (long) count * SLOT;
            ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(size, 1 << 16));
            for (long at = 0; at < size; ) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
                at += channel.write(zeros, at);
            }
            return map(channel, size);
        }
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    int taken() {
        return taken;
    }

    void taken(int slots) {
        taken = slots;
    }

    /** How many slots are taken, where nobody had the time to write it down. */
    void count() {
        taken = live(slots, Long.MIN_VALUE);
    }

    private static int live(MappedByteBuffer all, long oldest) {
        int live = 0;
        for (int at = 0; at < all.capacity(); at += SLOT) {
            live += stays(all, at, oldest) ? 1 : 0;
        }
        return live;
    }

    Optional<Print> find(Fingerprint print) {
        MappedByteBuffer all = slots;
        int at = place(all, print);
        long time = (long) LONG.getAcquire(all, at + TIME_AT);
        return time == 0
                ? Optional.empty()
                : Optional.of(new Print((long) LONG.getOpaque(all, at + REQUEST_AT), time >> 1));
    }

    /** Where it stands, or would. */
    private static int place(MappedByteBuffer all, Fingerprint print) {
        int last = all.capacity() / SLOT - 1;
        for (int i = (int) print.check() & last; ; i = i + 1 & last) {
            int at = i * SLOT;
            if ((long) LONG.getAcquire(all, at + TIME_AT) == 0
                    || all.getLong(at) == print.hash() && all.getLong(at + CHECK_AT) == print.check()) {
                return at;
            }
        }
    }

    /**
     * So many will be put.
     *
     * @param oldest repeats that were noted before need not be kept
     */
    void promise(int more, long oldest) throws IOException {
        promised += more;
        if (taken + promised > FULL * (slots.capacity() / SLOT)) {
            grow(oldest);
        }
    }

    void kept() {
        promised = 0;
    }

    void put(Fingerprint print, Kind kind, Print of) {
        if (put(slots, print.hash(), print.check(), of.request(), Math.max(1, of.at()) << 1 | kind.ordinal())) {
            taken++;
        }
    }

    /** True if it took a slot. The time goes last: with it the slot is there for those who look. */
    private static boolean put(MappedByteBuffer all, long hash, long check, long request, long time) {
        int at = place(all, new Fingerprint(hash, check));
        boolean fresh = all.getLong(at + TIME_AT) == 0;
        if (fresh) {
            all.putLong(at, hash);
            all.putLong(at + CHECK_AT, check);
        }
        LONG.setOpaque(all, at + REQUEST_AT, request);
        LONG.setRelease(all, at + TIME_AT, time);
        return fresh;
    }

    private void grow(long oldest) throws IOException {
        MappedByteBuffer old = slots;
        int live = live(old, oldest);
        int count = LEAST_SLOTS;
        while (live + promised > ROOMY * count) {
            count *= 2;
        }
        if (count > MOST_SLOTS) {
            throw new IOException(file + " is full; the journal has to move to PostgreSQL");
        }
        Path beside = beside(file);
        MappedByteBuffer fresh = make(beside, count);
        for (int at = 0; at < old.capacity(); at += SLOT) {
            if (stays(old, at, oldest)) {
                put(
                        fresh,
                        old.getLong(at),
                        old.getLong(at + CHECK_AT),
                        old.getLong(at + REQUEST_AT),
                        old.getLong(at + TIME_AT));
            }
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        slots = fresh;
        taken = live;
    }

    private static boolean stays(MappedByteBuffer all, int at, long oldest) {
        long time = all.getLong(at + TIME_AT);
        boolean repeat = (time & 1) == Kind.REPEAT.ordinal();
        return time != 0 && !(repeat && time >> 1 < oldest);
    }

    /** Whether its pages are still those that the process before wrote to. To be asked before they are read. */
    boolean isInMemory() {
        return slots.isLoaded();
    }

    void force() {
        slots.force();
    }
}
