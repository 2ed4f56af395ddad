package io.dromedial.intake;

import io.dromedial.journal.CrashPoint;
import io.dromedial.journal.Reading;
import io.dromedial.record.NameLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where the files of an operation lie, and how one is named so that nothing is overwritten. */
final class Folders {

    /** What the files of a day are called, so that one of them can be dropped in again. */
    private static final String A_DAY = "\\d{4}-\\d{2}-\\d{2}";

    private static final String REASON = ".error.txt";
    /** For {@code -2} and those that follow. */
    private static final int ROOM_FOR_NUMBER = 8;

    private final Path inbox;
    private final Path results;
    private final Path deadLetters;
    private final Reading reading;

    Folders(Path inbox, Path results, Path deadLetters, Reading reading) {
        this.inbox = inbox;
        this.results = results;
        this.deadLetters = deadLetters;
        this.reading = reading;
    }

    Path inbox(String operation) {
        return inbox.resolve(operation);
    }

    Path done(String operation, String name) {
        return inbox.resolve(operation).resolve(".done").resolve(name + ".csv");
    }

    Path error(String operation, String name) {
        return inbox.resolve(operation).resolve(".error").resolve(name + ".csv");
    }

    /** A file's name without its ending. */
    static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** The stem, or with {@code -2}, {@code -3}, … the first that the operation has never used. */
    String freeName(String operation, String stem) {
        String name = stem;
        for (int n = 2; used(operation, name); n++) {
            name = stem + "-" + n;
        }
        return name;
    }

    /** Where no number fits behind a long name, its end gives way. */
    private String freeErrorName(String operation, String stem) {
        String name = freeName(operation, stem);
        return NameLimit.fits(name + ".csv")
                ? name
                : freeName(operation, NameLimit.cut(stem, NameLimit.MOST_BYTES - ".csv".length() - ROOM_FOR_NUMBER));
    }

    /** Beside the file; of a name too long for that, its beginning and a mark that no other name has. */
    private static Path reason(Path file) {
        String name = file.getFileName().toString();
        if (!NameLimit.fits(name + REASON)) {
            String mark = String.format("-%08x", name.hashCode());
            name = NameLimit.cut(name, NameLimit.MOST_BYTES - REASON.length() - mark.length()) + mark;
        }
        return file.resolveSibling(name + REASON);
    }

    /** Why a batch can't be called so. */
    static String tooLong(String name) {
        return "its name is too long for the files that would tell of it, such as <name>.rejected.csv: without .csv it"
                + " takes " + NameLimit.bytes(name) + " bytes, and " + NameLimit.MOST_BYTES_OF_BATCH
                + " is the limit (a letter of Japanese takes 3); give it a shorter name";
    }

    private boolean used(String operation, String name) {
        return name.matches(A_DAY)
                || Files.exists(done(operation, name))
                || Files.exists(error(operation, name))
                || Files.exists(results.resolve(operation).resolve(name + ".results.csv"))
                || Files.exists(results.resolve(operation).resolve(name + ".rejected.csv"))
                || Files.exists(deadLetters.resolve(operation).resolve(name + ".csv"))
                || reading.batch(operation, name).isPresent();
    }

    void moveToDone(Path file, String operation, String name) throws IOException {
        Path target = done(operation, name);
        Files.createDirectories(target.getParent());
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Sets a file aside with the reason beside it; nothing of it is sent. */
    void moveToError(Path file, String operation, String why) throws IOException {
        Path target = error(operation, freeErrorName(operation, stem(file)));
        Files.createDirectories(target.getParent());
        Files.writeString(reason(target), why + "\n");
        CrashPoint.pass("intake.reason-written");
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        CrashPoint.pass("intake.set-aside");
    }
}
