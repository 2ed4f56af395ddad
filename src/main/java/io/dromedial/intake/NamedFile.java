package io.dromedial.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A file that a row names, found beside the CSV. It lies in the CSV's folder or below it: no path leads out, neither by
 * itself nor through a link, and what begins with a dot is not the user's to name.
 */
final class NamedFile {

    private static final int MARK = 12;
    private static final int LONGEST_NAME = 200;

    /** How the content of a kind begins. */
    private static final Map<String, Predicate<byte[]>> MARKS =
            Map.of("wav", NamedFile::isWav, "mp3", NamedFile::isMp3);

    private NamedFile() {}

    /**
     * @param kinds endings that are allowed; empty for any
     * @throws Unreadable with what is wrong, for the row's owner
     */
    static Path find(Path folder, String text, List<String> kinds) throws Unreadable {
        Path file = inside(folder, text);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new Unreadable(Shown.of(text) + " is no file; it is looked for beside the CSV, in " + shown(folder));
        }
        try {
            if (!file.toRealPath().equals(folder.toRealPath().resolve(folder.relativize(file)))) {
                throw leaves(text);
            }
            if (Files.size(file) == 0) {
                throw new Unreadable(Shown.of(text) + " is empty");
            }
            judge(file, text, kinds);
        } catch (IOException e) {
            throw new Unreadable(
                    Shown.of(text) + " can't be read: " + e.getClass().getSimpleName());
        }
        return file;
    }

    private static String shown(Path folder) {
        Path parent = folder.toAbsolutePath().getParent();
        return (parent == null ? "" : parent.getFileName() + "/") + folder.getFileName() + "/";
    }

    private static Path inside(Path folder, String text) throws Unreadable {
        Path path;
        try {
            path = Path.of(text);
        } catch (InvalidPathException e) {
            throw new Unreadable(Shown.of(text) + " is not the name of a file");
        }
        if (path.isAbsolute() || text.indexOf('\\') >= 0) {
            throw leaves(text);
        }
        Path file = folder;
        for (Path part : path) {
            String name = part.toString();
            if (name.equals("..")) {
                throw leaves(text);
            }
            if (name.isEmpty() || name.startsWith(".") || name.length() > LONGEST_NAME) {
                throw new Unreadable(Shown.of(text) + " is not the name of a file beside the CSV");
            }
            file = file.resolve(part);
            if (Files.isSymbolicLink(file)) {
                throw leaves(text);
            }
        }
        return file;
    }

    private static Unreadable leaves(String text) {
        return new Unreadable(
                Shown.of(text) + " leads out of the inbox; put the file beside the CSV and give its name");
    }

    private static void judge(Path file, String text, List<String> kinds) throws Unreadable, IOException {
        if (kinds.isEmpty()) {
            return;
        }
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String kind = name.substring(name.lastIndexOf('.') + 1);
        String expected = "; expected " + String.join(" or ", kinds);
        if (!name.contains(".") || !kinds.contains(kind)) {
            throw new Unreadable(Shown.of(text) + " is of another kind" + expected);
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!MARKS.getOrDefault(kind, mark -> true).test(in.readNBytes(MARK))) {
                throw new Unreadable(Shown.of(text) + " is named " + kind + " and holds something else" + expected);
            }
        }
    }

    private static boolean isWav(byte[] mark) {
        boolean riff = begins(mark, 0, "RIFF") || begins(mark, 0, "RF64");
        return riff && begins(mark, 8, "WAVE");
    }

    /** A tag, or the eleven set bits of a frame of layer III. */
    private static boolean isMp3(byte[] mark) {
        boolean frame = mark.length > 1 && mark[0] == (byte) 0xff && (mark[1] & 0xe6) == 0xe2;
        return frame || begins(mark, 0, "ID3");
    }

    private static boolean begins(byte[] mark, int from, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (from + i >= mark.length || mark[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
