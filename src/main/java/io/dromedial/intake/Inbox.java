package io.dromedial.intake;

import io.dromedial.csv.CsvFormat;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Journal;
import io.dromedial.record.NameLimit;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.record.Spelling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.FileEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders into which users drop files, one an operation, each watched by a route of its own. */
public final class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private static final String SKIPPED = "(?is)(\\..*|.*\\.part|.*\\.tmp|.*\\.filepart|.*~)";
    private static final int POLL_MILLIS = 250;
    private final Path root;
    private final Journal journal;
    private final Operations operations;
    private final Folders folders;
    private final Rulebook rulebook;
    private final Attachments attachments;
    private final RestedFiles rested;
    private final Map<String, FileIntake> intakes = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** Where the files of a home lie. */
    public record Places(Path inbox, Path results, Path deadLetters) {}

    public Inbox(
            Places places,
            Journal journal,
            Operations operations,
            Rulebook rulebook,
            Attachments attachments,
            Clock clock) {
        this.root = places.inbox();
        this.journal = journal;
        this.operations = operations;
        this.rulebook = rulebook;
        this.attachments = attachments;
        this.folders = new Folders(places.inbox(), places.results(), places.deadLetters(), journal.reading());
        this.rested = new RestedFiles(rulebook.quiet(), clock);
    }

    /** Under which name the routes find the rule for files at rest. */
    public static final String RESTED = "restedFiles";

    public RestedFiles rested() {
        return rested;
    }

    public Function<String, CsvFormat> formats() {
        return rulebook::format;
    }

    /** The route that takes an operation's files; also makes its folder. */
    public RouteBuilder route(Operation operation) {
        FileIntake intake = new FileIntake(operation, journal, folders, rulebook, attachments, () -> stopping);
        intakes.put(operation.name(), intake);
        Path folder = folders.inbox(operation.name());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " can't be made: " + e.getMessage(), e);
        }
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(files(getContext(), operation.name(), folder))
                        .routeId("intake-" + operation.name())
                        .group("intake")
                        .description("Takes in CSV files for " + operation.name())
                        .autoStartup(false)
                        .process(exchange -> intake.take(file(exchange), exchange));
            }
        };
    }

    /** The folder is set beside the URI: no URI can hold every name that a folder may have. */
    private static FileEndpoint files(CamelContext context, String operation, Path folder) {
        FileEndpoint files = context.getEndpoint(
                "file:" + operation + "?include=(?i).*\\.csv&exclude=RAW(" + SKIPPED + ")&noop=true&idempotent=false"
                        + "&delay=" + POLL_MILLIS + "&initialDelay=0&sortBy=file:modified"
                        + "&exclusiveReadLockStrategy=#" + RESTED + "&probeContentType=false",
                FileEndpoint.class);
        files.setFile(folder.toFile());
        files.getConfiguration().setDirectory(folder.toString());
        return files;
    }

    /** The route that tells what nobody takes, once each, and goes on with what was left half done. */
    public RouteBuilder watch() {
        Strays told = new Strays(this::strays);
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("timer:inbox-strays?delay=0&period=2000")
                        .routeId("intake-strays")
                        .group("intake")
                        .description(
                                "Tells of files that no operation takes, makes lost folders again, opens what could not be opened")
                        .autoStartup(false)
                        .process(exchange -> {
                            makeFoldersAgain();
                            intakes.values().forEach(FileIntake::goOn);
                            told.tell();
                        });
            }
        };
    }

    /** Whoever deletes an operation's folder drops files there all the same. */
    private void makeFoldersAgain() {
        for (String operation : intakes.keySet()) {
            Path folder = folders.inbox(operation);
            if (!Files.isDirectory(folder)) {
                try {
                    Files.createDirectories(folder);
                    LOG.warn("inbox/{} was gone and was made again.", operation);
                } catch (IOException e) {
                    LOG.debug("a folder can't be made", e);
                }
            }
        }
    }

    /**
     * Moves a file at rest into an operation's folder, as if it had been dropped there. While one of that name waits
     * there it stays where it is, for the next look.
     */
    public void hand(String operation, Path file) throws IOException {
        Path target = folders.inbox(operation).resolve(file.getFileName().toString());
        if (!intakes.containsKey(operation)) {
            throw new IOException("no operation is named '" + operation + "'"
                    + Spelling.hint(operation, List.copyOf(intakes.keySet())));
        }
        if (Files.exists(target)) {
            return;
        }
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Path part = NameLimit.part(target);
            Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(file);
        }
    }

    /**
     * Takes a file that somebody sent, as if it had been dropped; the file is copied.
     *
     * @param name what its batch is called, if that is free
     * @throws IOException if it can't be read as a whole; the message is for people
     */
    public Batch send(String operation, String name, boolean allowDuplicate, Path csv) throws IOException {
        FileIntake intake = intakes.get(operation);
        if (intake == null) {
            throw new IOException("no operation is named '" + operation + "'"
                    + Spelling.hint(operation, List.copyOf(intakes.keySet())));
        }
        Path folder = Files.createDirectories(folders.inbox(operation).resolve(".sent"));
        Path own = Files.createTempDirectory(folder, "file").resolve(name + ".csv");
        try {
            Files.copy(csv, own);
            return intake.send(own, allowDuplicate);
        } finally {
            Files.deleteIfExists(own);
            Files.deleteIfExists(own.getParent());
        }
    }

    private static Path file(Exchange exchange) {
        return Path.of(exchange.getMessage().getHeader(Exchange.FILE_PATH, String.class));
    }

    /** Takes up what an earlier run left half done; the routes may begin after this. */
    public void recover() {
        for (Batch batch : journal.reading().filling()) {
            FileIntake intake = intakes.get(batch.operation());
            if (intake != null && batch.source().equals("file")) {
                intake.recover(batch);
            }
        }
    }

    /** Leaves the file that is being read in the middle; the next start goes on with it. */
    public void stop() {
        stopping = true;
    }

    /** CSV files that nobody will take, each with the reason and the nearest operation. */
    public List<String> strays() {
        List<String> known = operations.all().stream().map(Operation::name).toList();
        List<String> found = new ArrayList<>();
        intakes.keySet().stream()
                .filter(operation -> !Files.isDirectory(folders.inbox(operation)))
                .sorted()
                .map(operation -> "inbox/" + operation + " is gone and can't be made again; see who owns inbox/")
                .forEach(found::add);
        for (Path entry : list(root)) {
            String name = entry.getFileName().toString();
            if (isCsvFile(entry)) {
                found.add(
                        "inbox/" + Shown.name(entry) + " lies in no operation's folder; move it to inbox/<operation>/");
            } else if (Files.isDirectory(entry) && !name.startsWith(".")) {
                found.addAll(intakes.containsKey(name) ? within(entry, name) : unknown(entry, name, known));
            }
        }
        return found;
    }

    private List<String> unknown(Path folder, String name, List<String> known) {
        String why = operations.inbound().contains(name)
                ? "'" + name + "' comes in and can't be sent"
                : "no operation is named '" + name + "', and the file stays" + Spelling.hint(name, known);
        return list(folder).stream()
                .filter(Inbox::isCsvFile)
                .map(p -> "inbox/" + name + "/" + Shown.name(p) + ": " + why)
                .toList();
    }

    /** What an operation's own folder holds and its route leaves alone. */
    private static List<String> within(Path folder, String operation) {
        List<String> found = new ArrayList<>();
        for (Path entry : list(folder)) {
            String name = entry.getFileName().toString();
            String shown = "inbox/" + operation + "/" + Shown.name(entry);
            if (isCsv(entry)) {
                odd(entry).ifPresent(what -> found.add(shown + what));
            }
            if (Files.isSymbolicLink(entry)) {
                continue;
            }
            if (Files.isDirectory(entry) && !name.startsWith(".")) {
                list(entry).stream()
                        .filter(Inbox::isCsvFile)
                        .map(p -> shown + "/" + Shown.name(p) + " lies in a sub-folder, where nothing is taken from;"
                                + " move it to inbox/" + operation + "/")
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** Why what is called like a file is none that is taken; nothing of one that was taken meanwhile. */
    static Optional<String> odd(Path entry) {
        return oddness(entry).filter(what -> Files.exists(entry, LinkOption.NOFOLLOW_LINKS));
    }

    private static Optional<String> oddness(Path entry) {
        String name = entry.getFileName().toString();
        if (name.indexOf('\\') >= 0) {
            return Optional.of(" has a backslash in its name, and such a file is not taken; rename it");
        }
        // what no dot stands for: Camel asks by patterns
        if (!name.matches(".*")) {
            return Optional.of(" has a line break in its name, and such a file is not taken; rename it");
        }
        if (Files.isSymbolicLink(entry)) {
            return Optional.of(" is a symbolic link, which is not followed; put the file itself there");
        }
        if (Files.isDirectory(entry)) {
            return Optional.of(" is a folder; put its files into the folder above");
        }
        if (!Files.isRegularFile(entry)) {
            return Optional.of(" is no ordinary file, and nothing is read from it; put a file there");
        }
        return Files.isReadable(entry)
                ? Optional.empty()
                : Optional.of(" can't be read by the user that dromedial runs as; let that user read it");
    }

    private static boolean isCsvFile(Path file) {
        return Files.isRegularFile(file) && isCsv(file);
    }

    private static boolean isCsv(Path file) {
        String name = file.getFileName().toString();
        return name.toLowerCase(Locale.ROOT).endsWith(".csv") && !name.matches(SKIPPED);
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
