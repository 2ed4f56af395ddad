package io.dromedial.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A target by its name, for Jazzer on its own: {@code bench/fuzz}. */
public final class OneTarget {

    private static Consumer<byte[]> target;

    private OneTarget() {}

    /** Called by Jazzer once, with the name. */
    public static void fuzzerInitialize(String[] args) {
        target = FuzzTargets.all().get(args[0]);
        if (target == null) {
            throw new IllegalArgumentException("no target is named " + args[0] + "; expected one of "
                    + FuzzTargets.all().keySet());
        }
    }

    /** Called by Jazzer again and again. */
    public static void fuzzerTestOneInput(byte[] data) {
        target.accept(data);
    }

    /** Prints the names; into a folder that is named, writes what to begin with. */
    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            FuzzTargets.all().keySet().forEach(System.out::println);
            return;
        }
        int number = 0;
        for (byte[] seed : FuzzTargetsTest.SEEDS) {
            Files.write(Path.of(args[0], "seed-" + number++), seed);
        }
    }
}
