package io.dromedial.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A CSV of calls, each to another number. */
final class SampleFile {

    static final String MESSAGE = "Your parcel 12345678 arrives today between four and six.";
    private static final long FIRST_NUMBER = 819_000_000_000L;

    private SampleFile() {}

    /** Appears whole. */
    static void drop(Path inbox, String name, int from, int rows) throws IOException {
        Path part = inbox.resolve("." + name + ".part");
        try (BufferedWriter out = Files.newBufferedWriter(part)) {
            out.write("reference,phone,message,caller,language\n");
            for (int i = from; i < from + rows; i++) {
                out.write("order-" + i + "," + (FIRST_NUMBER + i) + "," + MESSAGE + ",815050500801,en\n");
            }
        }
        Files.move(part, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
