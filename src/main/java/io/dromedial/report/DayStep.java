package io.dromedial.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * What is to be done to one file, written down before it is done, so that it can be done again after a kill without
 * doing it twice. Either lines are added at a known end, or the file is replaced by one that lies beside it. Nothing of
 * the file is ever cut off: a person may have changed it.
 *
 * @param at the file's length before the lines; not used to replace
 * @param header the file's first line, for one that was taken away meanwhile
 * @param lines to add, in the file's charset; empty to replace
 * @param part the name of the file that takes its place; empty to add
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record DayStep(String file, long at, byte[] header, byte[] lines, String part) {

    static DayStep add(Path root, Path file, long at, byte[] header, byte[] lines) {
        return new DayStep(relative(root, file), at, header, lines, "");
    }

    static DayStep replace(Path root, Path file, Path part) {
        return new DayStep(
                relative(root, file),
                0,
                new byte[0],
                new byte[0],
                part.getFileName().toString());
    }

    private static String relative(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    DayStep {
        header = header == null ? new byte[0] : header;
        lines = lines == null ? new byte[0] : lines;
        part = part == null ? "" : part;
    }

    /** Does what is not done yet. */
    void run(Path root) throws IOException {
        Path target = root.resolve(file);
        if (!part.isEmpty()) {
            Path ready = target.resolveSibling(part);
            if (Files.exists(ready)) {
                Files.move(ready, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } else if (Files.exists(target)) {
            addTo(target);
        } else {
            beginAnew(target);
        }
    }

    private void addTo(Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            int done = done(channel);
            channel.position(channel.size());
            ByteBuffer rest = ByteBuffer.wrap(lines, done, lines.length - done);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(false);
        }
    }

    /** How many bytes of the lines stand in the file already: those of a write that was cut off, or all. */
    private int done(FileChannel channel) throws IOException {
        long more = channel.size() - at;
        if (more <= 0) {
            return 0;
        }
        byte[] there = new byte[(int) Math.min(more, lines.length)];
        ByteBuffer buffer = ByteBuffer.wrap(there);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
            // goes on
        }
        boolean ours = Arrays.equals(there, 0, there.length, lines, 0, there.length);
        return ours ? there.length : 0;
    }

    private void beginAnew(Path target) throws IOException {
        Path fresh = target.resolveSibling("." + target.getFileName() + ".part");
        Files.createDirectories(target.getParent());
        byte[] all = Arrays.copyOf(header, header.length + lines.length);
        System.arraycopy(lines, 0, all, header.length, lines.length);
        Files.write(fresh, all);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
