package io.dromedial.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HSQLDB's redo log. By default HSQLDB silently drops everything behind a damaged line; with
 * {@code full_log_replay=true} it refuses, but also refuses the torn last lines that a kill leaves. The rule: a bad
 * line behind the last complete COMMIT is a torn tail and loses nothing that was acknowledged; any other is damage.
 */
final class HsqldbLog {

    /** 2.7.4: {@code problem with log file: statement error processing log - open aborted <file> line: <n>}, from 1. */
    private static final Pattern LINE = Pattern.compile("line: (\\d+)");

    /** A session's name stands before its first statement after another session's. */
    private static final Pattern COMMIT = Pattern.compile("(/\\*C\\d+\\*/)?COMMIT");

    private final Path file;

    private HsqldbLog(Path file) {
        this.file = file;
    }

    static HsqldbLog beside(Path database) {
        return new HsqldbLog(database.resolveSibling(database.getFileName() + ".log"));
    }

    /** The number, from 1, of the last line that is a whole COMMIT; 0 if there is none. */
    private long lastCommitLine() {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            long number = 0;
            long last = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (COMMIT.matcher(line).matches()) {
                    last = number;
                }
            }
            return last;
        } catch (IOException e) {
            throw new JournalRefused("the journal's log " + file + " can't be read: " + e.getMessage(), e);
        }
    }

    void refuseUnlessTornTail(SQLException refusal) {
        Matcher line = LINE.matcher(String.valueOf(refusal.getMessage()));
        if (line.find() && Long.parseLong(line.group(1)) > lastCommitLine()) {
            return;
        }
        throw new JournalRefused(
                "the journal's log " + file + " is damaged (" + refusal.getMessage()
                        + "). Nothing was started, nothing is lost by waiting: keep a copy of the folder, then restore the last backup of "
                        + file.getParent() + " or ask for help",
                refusal);
    }
}
