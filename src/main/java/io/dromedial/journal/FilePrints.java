package io.dromedial.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where one process alone has the journal: what a transaction notes is one row of {@code print_block} a kind, written
 * with it, and {@link PrintIndex} finds it. A row of its own for each print, in a tree on disk, cost more than half of
 * an intake: trees are changed all over, and each checkpoint writes all that was changed.
 */
final class FilePrints implements Prints {

    private static final int ENTRY = 32;
    private static final int MOST_IN_A_BLOCK = 10_000;
    private static final int BLOCKS_AT_ONCE = 100;
    private static final int ROWS_AT_ONCE = 2000;
    /** In {@code counter}: what the tables held before there were blocks is in blocks, too. */
    private static final String BROUGHT = "prints brought";

    /** In the place of a kind: references of records that are no longer kept. */
    private static final int FOR_EVER = 2;

    private final PrintIndex index;
    private final Map<Kind, Map<Fingerprint, Print>> open = new EnumMap<>(Kind.class);
    private final List<Block> written = new ArrayList<>();
    private long lastBlock;
    private long oldestRepeat = Long.MIN_VALUE;

    private record Block(PrintIndex.Mark mark, Kind kind, Map<Fingerprint, Print> prints) {}

    private record Old(Fingerprint print, Print of) {}

    private FilePrints(PrintIndex index) {
        this.index = index;
        for (Kind kind : Kind.values()) {
            open.put(kind, new HashMap<>());
        }
    }

    /** @throws JournalRefused if the folder can't be written */
    static FilePrints open(Path folder) {
        try {
            return new FilePrints(PrintIndex.open(folder));
        } catch (IOException e) {
            throw new JournalRefused("the folder " + folder + " can't be written: " + e.getMessage(), e);
        }
    }

    @Override
    public Map<Fingerprint, Print> find(Tx tx, Kind kind, Collection<Fingerprint> prints) {
        Map<Fingerprint, Print> found = new HashMap<>();
        for (Fingerprint print : prints) {
            Print own = open.get(kind).get(print);
            Optional<Print> known = own == null ? index.find(print) : Optional.of(own);
            known.ifPresent(p -> found.put(print, p));
        }
        return found;
    }

    @Override
    public long holder(Fingerprint reference, Asked database) {
        return index.find(reference).map(Print::request).orElse(0L);
    }

    @Override
    public void note(Tx tx, Kind kind, Map<Fingerprint, Print> prints, Set<Fingerprint> there) throws SQLException {
        if (prints.isEmpty()) {
            return;
        }
        if (written.isEmpty()) {
            tx.afterCommit(this::enterWritten);
            tx.afterRollback(this::forgetWritten);
        }
        index.promise(prints.keySet(), oldestRepeat);
        Map<Fingerprint, Print> some = new HashMap<>();
        for (Map.Entry<Fingerprint, Print> e : prints.entrySet()) {
            some.put(e.getKey(), e.getValue());
            if (some.size() == MOST_IN_A_BLOCK) {
                write(tx, kind, some);
                some = new HashMap<>();
            }
        }
        if (!some.isEmpty()) {
            write(tx, kind, some);
        }
        open.get(kind).putAll(prints);
    }

    private void write(Tx tx, Kind kind, Map<Fingerprint, Print> prints) throws SQLException {
        PrintIndex.Mark mark =
                new PrintIndex.Mark(++lastBlock, ThreadLocalRandom.current().nextLong());
        written.add(new Block(mark, kind, prints));
        long first = prints.values().stream().mapToLong(Print::request).min().getAsLong();
        long last = prints.values().stream().mapToLong(Print::request).max().getAsLong();
        long at = prints.values().stream().mapToLong(Print::at).max().getAsLong();
        tx.update(
                "INSERT INTO print_block (id, stamp, kind, noted_at, first_request, last_request, prints)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                mark.block(),
                mark.stamp(),
                first > 0 ? kind.ordinal() : FOR_EVER,
                at,
                first,
                last,
                text(prints));
    }

    private static String text(Map<Fingerprint, Print> prints) {
        ByteBuffer bytes = ByteBuffer.allocate(prints.size() * ENTRY);
        prints.forEach((print, of) -> bytes.putLong(print.hash())
                .putLong(print.check())
                .putLong(of.request())
                .putLong(of.at()));
        return Base64.getEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static Map<Fingerprint, Print> prints(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        Map<Fingerprint, Print> prints = new HashMap<>();
        while (bytes.remaining() >= ENTRY) {
            Fingerprint print = new Fingerprint(bytes.getLong(), bytes.getLong());
            prints.put(print, new Print(bytes.getLong(), bytes.getLong()));
        }
        return prints;
    }

    private void enterWritten() {
        written.forEach(this::enter);
        forgetWritten();
    }

    private void enter(Block block) {
        index.doing(block.mark());
        block.prints().forEach((print, of) -> index.put(print, block.kind(), of));
        index.done(block.mark());
    }

    private void forgetWritten() {
        written.clear();
        open.values().forEach(Map::clear);
        index.withdraw();
    }

    /** Those that were delivered were noted again as such; what the index still says of the others leads nowhere. */
    @Override
    public void forgetGone(Tx tx, long before) throws SQLException {
        for (Kind kind : Kind.values()) {
            tx.update(
                    "DELETE FROM print_block WHERE kind = ? AND noted_at < ? AND NOT EXISTS (SELECT 1 FROM request r"
                            + " WHERE r.id >= print_block.first_request AND r.id <= print_block.last_request)",
                    kind.ordinal(),
                    before);
        }
        oldestRepeat = oldestRepeat(tx);
    }

    /** By the index alone: a row is as wide as its block, and MIN would read them all. */
    private static long oldestRepeat(Tx tx) throws SQLException {
        return tx.number(
                "SELECT noted_at FROM print_block WHERE kind = ? ORDER BY kind, noted_at LIMIT 1",
                Kind.REPEAT.ordinal());
    }

    @Override
    public void enter(Write write) {
        write.now(this::catchUp);
        if (write.now(tx -> tx.number("SELECT COUNT(*) FROM counter WHERE name = ?", BROUGHT)) == 0) {
            bring(write, "known", Kind.REFERENCE);
            bring(write, "repeated", Kind.REPEAT);
            write.now(tx -> tx.update("INSERT INTO counter (name, next) VALUES (?, 1)", BROUGHT));
        }
    }

    @Override
    public void reconnected(Tx tx) throws SQLException {
        catchUp(tx);
    }

    /** What the index lacks, at most all. */
    private Object catchUp(Tx tx) throws SQLException {
        if (!stands(tx, index.done()) || !stands(tx, index.doing())) {
            clear();
        }
        List<Block> next;
        do {
            next = tx.list(
                    "SELECT id, stamp, kind, prints FROM print_block WHERE id > ? ORDER BY id LIMIT " + BLOCKS_AT_ONCE,
                    r -> new Block(
                            new PrintIndex.Mark(r.getLong(1), r.getLong(2)),
                            r.getInt(3) == Kind.REPEAT.ordinal() ? Kind.REPEAT : Kind.REFERENCE,
                            prints(r.getString(4))),
                    index.done().block());
            for (Block block : next) {
                index.promise(block.prints().keySet(), oldestRepeat);
                enter(block);
            }
        } while (!next.isEmpty());
        lastBlock = Math.max(index.done().block(), tx.number("SELECT COALESCE(MAX(id), 0) FROM print_block"));
        oldestRepeat = oldestRepeat(tx);
        return null;
    }

    /** Whether the journal holds the very block: one that was restored or lost its end does not. */
    private static boolean stands(Tx tx, PrintIndex.Mark mark) throws SQLException {
        return mark.equals(PrintIndex.Mark.NONE)
                || tx.number("SELECT COUNT(*) FROM print_block WHERE id = ? AND stamp = ?", mark.block(), mark.stamp())
                        > 0;
    }

    private void clear() {
        try {
            index.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From a journal that kept a row for each. */
    private void bring(Write write, String table, Kind kind) {
        long after = Long.MIN_VALUE;
        List<Old> rows;
        do {
            long from = after;
            rows = write.now(tx -> {
                List<Old> some = tx.list(
                        "SELECT hash, check_hash, request, noted_at FROM " + table
                                + " WHERE hash > ? ORDER BY hash LIMIT " + ROWS_AT_ONCE,
                        r -> new Old(
                                new Fingerprint(r.getLong(1), r.getLong(2)),
                                new Print(r.getLong(3), Math.max(1, r.getLong(4)))),
                        from);
                Map<Fingerprint, Print> prints = new HashMap<>();
                some.forEach(old -> prints.put(old.print(), old.of()));
                note(tx, kind, prints, Set.of());
                return some;
            });
            after = rows.isEmpty() ? after : rows.get(rows.size() - 1).print().hash();
        } while (rows.size() == ROWS_AT_ONCE);
    }

    @Override
    public void close() {
        index.close();
    }
}
