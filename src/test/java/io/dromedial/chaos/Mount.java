package io.dromedial.chaos;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small file system of its own in a folder, to be filled, emptied and locked. Needs root. */
final class Mount implements AutoCloseable {

    private static final int BLOCK = 4096;
    private static final long DISK = 512L << 20;
    private final Path folder;
    private int fillers;

    /** The file that holds it; null where it is in memory. */
    private final Path disk;

    private Mount(Path folder, Path disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /** On a disk of its own, a file beside, so that it can break. */
    static Mount ofDisk(Path folder, Path disk) {
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting needs root");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            Files.createDirectories(folder);
            file.setLength(DISK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assumeTrue(run("mkfs.ext4", "-q", "-F", disk.toString()), "no ext4 can be made here");
        Mount mount = new Mount(folder, disk);
        assumeTrue(mount.mountDisk(), "no file can be mounted here");
        return mount;
    }

    private boolean mountDisk() {
        return run("mount", "-o", "loop,errors=remount-ro", disk.toString(), folder.toString());
    }

    /** As if it had read nonsense: from now on it is read-only, whoever has files open there. */
    void fail() throws IOException {
        String device = Files.getFileStore(folder).name();
        Path trigger = Path.of("/sys/fs/ext4", Path.of(device).getFileName().toString(), "trigger_fs_error");
        Files.writeString(trigger, "1");
    }

    /** Checked, mended and mounted again; what was in memory alone is gone. */
    void repair() {
        if (!run("umount", folder.toString())) {
            throw new IllegalStateException(folder + " can't be unmounted");
        }
        // 1 tells that something was mended
        run("e2fsck", "-f", "-y", disk.toString());
        if (!mountDisk()) {
            throw new IllegalStateException(folder + " can't be mounted again");
        }
    }

    /** @param options as of tmpfs: {@code size=1m}, {@code nr_inodes=20} */
    static Mount in(Path folder, String options) {
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting needs root");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "mode=755," + options, "tmpfs", folder.toString());
        assumeTrue(mounted, "mounting a tmpfs is not allowed here");
        return new Mount(folder, null);
    }

    /** Takes all the room that is left, to the last block. */
    void fill() {
        Path filler = folder.resolve(".filler" + ++fillers);
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] block = new byte[BLOCK];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Takes all inodes that are left. */
    void fillInodes() {
        try {
            Files.createDirectories(folder.resolve(".fillers"));
            while (true) {
                Files.createFile(folder.resolve(".fillers").resolve(".filler" + ++fillers));
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Takes the fillers away. */
    void empty() {
        Folders.files(folder).stream()
                .filter(f -> f.getFileName().toString().startsWith(".filler"))
                .forEach(f -> f.toFile().delete());
    }

    void readOnly() {
        remount("ro");
    }

    void writable() {
        remount("rw");
    }

    private void remount(String how) {
        if (!run("mount", "-o", "remount," + how, folder.toString())) {
            throw new IllegalStateException(folder + " can't be remounted " + how);
        }
    }

    static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean done = process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
            if (!done) {
                System.err.println(String.join(" ", command) + ": " + said);
            }
            return done;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        run("umount", "-l", folder.toString());
    }
}
