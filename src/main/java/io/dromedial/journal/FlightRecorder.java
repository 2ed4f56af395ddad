package io.dromedial.journal;

import io.dromedial.record.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers over the end of this process, however sudden, which requests were about to leave it, which had begun to and
 * what was answered: a file mapped into memory, whose pages outlive the process but not the machine. Nothing is forced
 * to the disk, and nothing else depends on it: where it can't be had or believed, what was being sent is in doubt.
 *
 * <p>The pages do not outlive their disk either: one that turned read-only, was checked and mounted again shows what was
 * there when they were last written out. So a request is known never to have left only where it is known to have begun,
 * and a file that is no longer in memory is not believed at all.
 *
 * <p>A header (what it is, the machine's boot, the process, which half is in use, and up to where), then two halves of
 * entries. An entry is its length, its CRC, its number in order, its kind, the request, and for an answer its records
 * and their outcomes. A full half is left by copying the entries of open requests into the other.
 */
public final class FlightRecorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FlightRecorder.class);
    private static final long MAGIC = 0x64726f6d6564_0001L;
    private static final int HEADER = 64;
    private static final int NODE_AT = 24;
    private static final int HALF_AT = 32;
    private static final int GAPS_AT = 40;
    private static final int END_AT = 48;
    private static final int ENTRY_HEAD = 4 + 4 + 8;
    private static final byte LEFT = 1;
    private static final byte ANSWERED = 2;
    private static final byte BEGUN = 3;
    private static final int MOST_FILES = 64;
    private static final int HALF = 4 * 1024 * 1024;

    private final FileChannel channel;
    private final FileLock lock;
    private final MappedByteBuffer map;
    private final int half;
    private final FlightPast past;
    private final Map<Long, List<byte[]>> open = new HashMap<>();
    private int position;
    private long number;
    private boolean closed;

    /** One that remembers nothing. */
    private FlightRecorder() {
        this.channel = null;
        this.lock = null;
        this.map = null;
        this.half = 0;
        this.past = FlightPast.NONE;
        this.closed = true;
    }

    private FlightRecorder(FileChannel channel, FileLock lock, int half) throws IOException {
        this.channel = channel;
        this.lock = lock;
        this.half = half;
        allocate(channel, HEADER + 2L * half);
        this.map = channel.map(FileChannel.MapMode.READ_WRITE, 0, HEADER + 2L * half);
        this.past = readPast();
    }

    /** Writes what is missing: a page that a full disk has no place for would end the process when it is touched. */
    static void allocate(FileChannel channel, long size) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(64 * 1024);
        for (long at = channel.size(); at < size; ) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
            at += channel.write(zeros, at);
        }
    }

    /** On the first file of the folder that no living process has; one that remembers nothing if there is none. */
    static FlightRecorder open(Path folder) {
        return open(folder, HALF);
    }

    static FlightRecorder open(Path folder, int half) {
        try {
            Files.createDirectories(folder);
            for (int i = 1; i <= MOST_FILES; i++) {
                FlightRecorder recorder = tryOpen(folder.resolve("flights-" + i + ".rec"), half);
                if (recorder != null) {
                    return recorder;
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "No flight recorder could be had; after a sudden end all that is being sent is in doubt: {}",
                    e.toString());
        }
        return new FlightRecorder();
    }

    private static FlightRecorder tryOpen(Path file, int half) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new FlightRecorder(channel, lock, half);
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("{} belongs to another journal of this process", file, e);
        }
        channel.close();
        return null;
    }

    /** What the process said that had this file before. */
    FlightPast past() {
        return past;
    }

    /** Whether the pages are still the ones that the process before wrote to. To be asked before they are read. */
    private boolean isInMemory(int from, int end) throws IOException {
        return from < end
                && end <= map.capacity()
                && channel.map(FileChannel.MapMode.READ_ONLY, from, end - from).isLoaded();
    }

    private FlightPast readPast() throws IOException {
        boolean inMemory = isInMemory(0, HEADER);
        if (map.getLong(0) != MAGIC) {
            return FlightPast.NONE;
        }
        boolean sameBoot = bootId().equals(new UUID(map.getLong(8), map.getLong(16)));
        int from = HEADER + (map.getLong(HALF_AT) == 0 ? 0 : half);
        boolean kept = inMemory && isInMemory(from, map.getInt(END_AT));
        FlightPast found = new FlightPast(map.getLong(NODE_AT), sameBoot && kept && map.getLong(GAPS_AT) == 0);
        long last = -1;
        for (int at = from; at + ENTRY_HEAD <= from + half; ) {
            int length = map.getInt(at);
            if (length <= 0 || at + ENTRY_HEAD + length > from + half) {
                break;
            }
            byte[] body = new byte[8 + length];
            map.get(at + 8, body);
            ByteBuffer entry = ByteBuffer.wrap(body);
            long order = entry.getLong();
            if (last >= 0 && order != last + 1) {
                break;
            }
            if (crc(body) != map.getInt(at + 4)) {
                found.torn();
                break;
            }
            tell(found, entry);
            last = order;
            at += ENTRY_HEAD + length;
        }
        return found;
    }

    private static void tell(FlightPast past, ByteBuffer entry) {
        byte kind = entry.get();
        long call = entry.getLong();
        if (kind == BEGUN) {
            past.begun(call);
        } else if (kind == LEFT) {
            past.left(call);
        } else {
            past.left(call);
            while (entry.hasRemaining()) {
                long record = entry.getLong();
                int attempt = entry.getInt();
                past.answered(record, attempt, OutcomeBytes.read(entry));
            }
        }
    }

    /** From here on it speaks of this process. */
    synchronized void begin(long node) {
        if (closed) {
            return;
        }
        map.putLong(0, 0);
        CrashPoint.pass("recorder.begins");
        UUID boot = bootId();
        map.putLong(8, boot.getMostSignificantBits());
        map.putLong(16, boot.getLeastSignificantBits());
        map.putLong(NODE_AT, node);
        map.putLong(HALF_AT, 0);
        map.putLong(GAPS_AT, 0);
        map.putInt(HEADER, 0);
        position = HEADER;
        map.putInt(END_AT, position);
        number = 0;
        map.putLong(0, MAGIC);
        CrashPoint.pass("recorder.begun");
    }

    /** The same process under another number. */
    synchronized void continueAs(long node) {
        if (!closed) {
            map.putLong(NODE_AT, node);
        }
    }

    /** The requests of a turn begin: said before the journal keeps that they do. */
    Turn.Granted begin(Tx tx, Turn.Granted granted) {
        if (!granted.groups().isEmpty()) {
            granted.groups().forEach(this::begins);
            tx.afterRollback(() -> ended(granted.groups().stream()
                    .map(group -> group.get(0).standing().call())
                    .toList()));
        }
        return granted;
    }

    void begins(List<Started> records) {
        tell(BEGUN, records);
    }

    /** The request of these records is about to leave: said before its first byte. */
    public void leaves(List<Started> records) {
        tell(LEFT, records);
    }

    private void tell(byte kind, List<Started> records) {
        long call = records.get(0).standing().call();
        ByteBuffer body = ByteBuffer.allocate(8 + 1 + 8);
        body.putLong(0).put(kind).putLong(call);
        write(call, body.array());
    }

    /** What came of the request of these records; one outcome a record, in their order. */
    public void answered(List<Started> records, List<Outcome> outcomes) {
        long call = records.get(0).standing().call();
        List<byte[]> parts = new ArrayList<>(records.size());
        int size = 8 + 1 + 8;
        for (Outcome outcome : outcomes) {
            byte[] bytes = OutcomeBytes.write(outcome);
            parts.add(bytes);
            size += 8 + 4 + bytes.length;
        }
        ByteBuffer body = ByteBuffer.allocate(size);
        body.putLong(0).put(ANSWERED).putLong(call);
        for (int i = 0; i < parts.size(); i++) {
            body.putLong(records.get(i).id()).putInt(records.get(i).attempt()).put(parts.get(i));
        }
        write(call, body.array());
    }

    /** Nothing of these requests is open any more. */
    synchronized void ended(Iterable<Long> calls) {
        calls.forEach(open::remove);
    }

    private synchronized void write(long call, byte[] body) {
        if (closed) {
            return;
        }
        int end = HEADER + (map.getLong(HALF_AT) == 0 ? half : 2 * half);
        if (position + ENTRY_HEAD + body.length > end && !changeHalves(body.length)) {
            // from now on what is missing proves nothing
            map.putLong(GAPS_AT, 1);
            return;
        }
        open.computeIfAbsent(call, c -> new ArrayList<>(3)).add(body);
        append(body);
    }

    private boolean changeHalves(int needed) {
        long all = open.values().stream()
                .flatMap(List::stream)
                .mapToLong(b -> ENTRY_HEAD + b.length)
                .sum();
        if (all + ENTRY_HEAD + needed > half) {
            return false;
        }
        long other = 1 - map.getLong(HALF_AT);
        position = HEADER + (other == 0 ? 0 : half);
        map.putInt(position, 0);
        open.values().forEach(entries -> entries.forEach(this::append));
        map.putLong(HALF_AT, other);
        return true;
    }

    /** The length comes last: until it is there, so is the end. */
    private void append(byte[] body) {
        ByteBuffer.wrap(body).putLong(0, number++);
        int next = position + ENTRY_HEAD + body.length - 8;
        if (next + 4 <= map.capacity()) {
            map.putInt(next, 0);
        }
        map.putInt(position + 4, crc(body));
        map.put(position + 8, body);
        CrashPoint.pass("recorder.torn");
        map.putInt(position, body.length - 8);
        position = next;
        map.putInt(END_AT, position);
    }

    private static int crc(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return (int) crc.getValue();
    }

    /** Another number at each start of the machine; on systems that don't tell one, each time that it is asked. */
    static UUID bootId() {
        try {
            return UUID.fromString(
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id"), StandardCharsets.US_ASCII)
                            .strip());
        } catch (IOException | IllegalArgumentException e) {
            return UUID.randomUUID();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            LOG.debug("the flight recorder did not close", e);
        }
    }
}
