package io.dromedial.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Measures all parts in turn, several times over, and prints one table with medians. */
public final class Bench {

    private static final PrintStream OUT = System.out;
    private final Options options;
    private final Path project;
    private final Path work;
    private final Databases databases;
    private final String stub;
    private int children;

    private Bench(Options options, Path project, Path work, Databases databases, String stub) {
        this.options = options;
        this.project = project;
        this.work = work;
        this.databases = databases;
        this.stub = stub;
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        Options options = Options.read(arguments);
        Path project = Path.of("").toAbsolutePath();
        Path work = Files.createDirectories(project.resolve("target/bench"));
        try (Databases databases = new Databases();
                Child stub = Child.start(Stub.class, List.of("-Xmx256m"), List.of())) {
            new Bench(options, project, work, databases, stub.line()).run();
        }
    }

    private void run() throws IOException, SQLException {
        List<Part> parts =
                parts().stream().filter(p -> p.name().contains(options.only())).toList();
        Map<Part, List<Figures>> all = new LinkedHashMap<>();
        for (int run = 1; run <= options.runs(); run++) {
            for (Part part : parts) {
                Figures figures = measure(part);
                all.computeIfAbsent(part, p -> new ArrayList<>()).add(figures);
                OUT.printf("run %d  %-52s %s%n", run, part.name(), figures);
            }
        }
        new Table(all).print(OUT);
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        int rows = options.rows();
        parts.add(Part.loop(rows, 32));
        parts.add(Part.loop(rows, 256));
        for (boolean postgres : options.postgres() ? new boolean[] {false, true} : new boolean[] {false}) {
            parts.add(Part.intake(rows, postgres));
            parts.add(Part.send(rows, 32, postgres));
            parts.add(Part.send(rows, 256, postgres));
            parts.add(Part.grouped(rows, 100, postgres));
            parts.add(Part.backlog(1_000, postgres));
            parts.add(Part.backlog(10_000, postgres));
            parts.add(Part.backlog(100_000, postgres));
            if (options.million()) {
                parts.add(Part.backlog(1_000_000, postgres));
            }
        }
        return parts;
    }

    private Figures measure(Part part) throws IOException, SQLException {
        boolean loop = part.kind() == Part.Kind.LOOP;
        Path home = work.resolve("home-" + ++children);
        try {
            try (Child child = loop ? loop(part) : runtime(part, home)) {
                return child.figures();
            }
        } finally {
            remove(home);
        }
    }

    private Child loop(Part part) throws IOException {
        return Child.start(
                HttpLoop.class,
                options.jvm(),
                List.of(
                        stub + "/voicenotify",
                        String.valueOf(part.records()),
                        String.valueOf(part.inFlight()),
                        String.valueOf(options.warmUp())));
    }

    private Child runtime(Part part, Path home) throws IOException, SQLException {
        remove(home);
        copy(project.resolve("routes/providers"), home.resolve("routes/providers"));
        String database = part.postgres() ? databases.fresh() : "-";
        return Child.start(
                RuntimePart.class, options.jvm(), part.arguments(home.toString(), stub, database, options.warmUp()));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Medians, as Markdown. */
    private record Table(Map<Part, List<Figures>> all) {

        void print(PrintStream out) {
            out.println();
            out.println("| part | a second | of the loop | CPU s per 1,000 | peak MB |");
            out.println("| --- | ---: | ---: | ---: | ---: |");
            all.forEach((part, runs) -> {
                Figures f = Figures.median(runs);
                out.printf(
                        Locale.ROOT,
                        "| %s | %,.0f | %s | %.3f | %d |%n",
                        part.name(),
                        f.rate(),
                        ratio(part, f),
                        f.cpu(),
                        f.megabytes());
            });
        }

        private String ratio(Part part, Figures f) {
            return all.entrySet().stream()
                    .filter(e ->
                            e.getKey().kind() == Part.Kind.LOOP && e.getKey().inFlight() == part.loopInFlight())
                    .map(e -> String.format(
                            Locale.ROOT,
                            "%.2f",
                            f.rate() / Figures.median(e.getValue()).rate()))
                    .findFirst()
                    .orElse("");
        }
    }
}
