package io.dromedial.intake;

import io.dromedial.record.Column;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Where the files that rows name are looked for, and copied to before a record is taken in. A copy is named by its
 * content, so that the same file for many records, or read again after a crash, is one copy. For one thread at a time.
 */
public final class FileShelf implements AutoCloseable {

    /** Files are not looked at: cells stay as they are. */
    static final FileShelf NONE = new FileShelf(null, null, null, () -> {});

    private static final int AT_ONCE = 64 * 1024;
    private static final int HASH_SHOWN = 32;
    private final Path beside;
    private final Path home;
    private final Path kept;
    private final Runnable closing;
    private final Map<Seen, String> known = new HashMap<>();

    /** A file as it was when it was copied. */
    private record Seen(Path file, long size, long time, Object key) {
        static Seen of(Path file) throws IOException {
            BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new Seen(file, a.size(), a.lastModifiedTime().toMillis(), a.fileKey());
        }
    }

    /** @param kept the folder for copies, under the home; none where nothing is kept */
    FileShelf(Path beside, Path home, Path kept, Runnable closing) {
        this.beside = beside;
        this.home = home;
        this.kept = kept;
        this.closing = closing;
    }

    /** Looks at files in the folder and keeps nothing of them. */
    public static FileShelf looking(Path folder) {
        return new FileShelf(folder, null, null, () -> {});
    }

    static boolean holds(Column column) {
        return column.kind() == Column.Kind.FILE || column.kind() == Column.Kind.FILES;
    }

    /** Every file that a cell names must be there and of a kind that its column takes. */
    String check(Column column, String text) throws Unreadable {
        if (beside != null) {
            for (String name : names(column, text)) {
                NamedFile.find(beside, name, column.values());
            }
        }
        return text.strip();
    }

    /** Copies what a cell names; the copies' paths, relative to the home. */
    String keep(Column column, String text) throws Unreadable {
        if (kept == null) {
            return text;
        }
        List<String> copies = new ArrayList<>();
        for (String name : names(column, text)) {
            copies.add(keep(NamedFile.find(beside, name, column.values()), name));
        }
        return String.join(",", copies);
    }

    private static List<String> names(Column column, String text) throws Unreadable {
        if (column.kind() == Column.Kind.FILE) {
            return List.of(text.strip());
        }
        List<String> names = new ArrayList<>();
        for (String name : text.split(",")) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        if (names.isEmpty()) {
            throw new Unreadable(Shown.of(text) + " names no file");
        }
        return names;
    }

    private String keep(Path file, String name) throws Unreadable {
        try {
            Seen before = Seen.of(file);
            String copy = known.get(before);
            if (copy == null) {
                copy = copy(file);
                if (!Seen.of(file).equals(before)) {
                    throw new Unreadable(Shown.of(name) + " was written to while it was read; drop the row again");
                }
                known.put(before, copy);
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException("a file that a row names can't be kept: " + e.getMessage(), e);
        }
    }

    private String copy(Path file) throws IOException {
        Files.createDirectories(kept);
        Path part = kept.resolve(".part-" + UUID.randomUUID());
        try {
            String hash = write(file, part);
            // commas part the paths of a cell
            String name = file.getFileName().toString().replace(',', '_');
            Path target = Files.createDirectories(kept.resolve(hash)).resolve(name);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            for (Path folder = target.getParent(); !folder.equals(home); folder = folder.getParent()) {
                sync(folder);
            }
            return home.relativize(target).toString().replace('\\', '/');
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String write(Path from, Path to) throws IOException {
        MessageDigest sha = sha256();
        byte[] bytes = new byte[AT_ONCE];
        try (InputStream in = Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS);
                FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                sha.update(bytes, 0, n);
                ByteBuffer some = ByteBuffer.wrap(bytes, 0, n);
                while (some.hasRemaining()) {
                    out.write(some);
                }
            }
            out.force(true);
        }
        return HexFormat.of().formatHex(sha.digest()).substring(0, HASH_SHOWN);
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** No record is taken in with these files any more that is not in the journal. */
    @Override
    public void close() {
        closing.run();
    }
}
