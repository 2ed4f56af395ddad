package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * F46, F54: what is edited under load. Routes with {@code --dev} and the lists of numbers are read again while the
 * runtime runs, configuration at the next start; what is broken is refused whole.
 */
@Tag("chaos")
class ReloadJourney {

    private static final int EDITS = Integer.getInteger("chaos.reloads", 120);
    private static final List<String> ROUTES = List.of(
            "providers/voicenotify/voicenotify.camel.yaml",
            "providers/voitex/voitex.camel.yaml",
            "providers/routee/routee.camel.yaml");
    private static final String REFUSED = "the routes that were read before go on";
    private static final String READ_AGAIN = "was read again";

    @TempDir
    Path folder;

    private World world;

    @BeforeEach
    void open() {
        world = new World(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an editor does. */
    private static void replace(Path file, String text) {
        try {
            Path part = Files.writeString(file.resolveSibling(file.getFileName() + ".part"), text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void feed(Node node) {
        if (world.load.rows().size() < world.received() + 300) {
            world.load.drop(node.site(), 300);
        }
    }

    /** Every third text is broken. */
    @Test
    void routesInDevelopment() {
        Node node = world.start(world.site("home").dev().furnish()).opened();
        List<Path> files = ROUTES.stream()
                .map(node.site().root().resolve("routes")::resolve)
                .toList();
        List<String> texts = files.stream().map(ReloadJourney::text).toList();
        for (int i = 0; i < EDITS; i++) {
            int of = i % files.size();
            String good = texts.get(of) + "# edited " + i + "\n";
            boolean broken = i / files.size() % 3 == 2;
            long before = node.told(REFUSED) + node.told(READ_AGAIN);
            replace(files.get(of), broken ? good.substring(0, good.length() / 2) + "\n  ]" : good);
            feed(node);
            world.until("the edit is seen", () -> node.told(REFUSED) + node.told(READ_AGAIN) > before);
        }
        System.out.println(
                EDITS + " edits: " + node.told(REFUSED) + " refused, " + node.told(READ_AGAIN) + " read again");
        world.judged(0);
        assertThat(node.terminate()).as(node.log()).isZero();
    }

    /** Nobody on the list is ever called, whatever stands around them in a file that is replaced all the time. */
    @Test
    void listsOfNumbers() {
        Site site = world.site("home").set("voicenotify.call.do-not-call", "lists/no.txt");
        StringBuilder never = new StringBuilder();
        for (int i = 1; i <= 60; i++) {
            never.append(String.format("+81904%07d%n", i * 7));
        }
        Path list = site.root().resolve("config/lists/no.txt");
        try {
            Files.createDirectories(list.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        replace(list, never.toString());
        Node node = world.start(site.furnish()).opened();
        for (int i = 0; i < EDITS; i++) {
            replace(list, never + (i % 3 == 2 ? "not a number " + i + "\n" : "+8190499999" + (10 + i % 90) + "\n"));
            feed(node);
            long told = node.told(READ_AGAIN);
            if (i % 3 == 0) {
                world.until("it is read again", () -> node.told(READ_AGAIN) > told);
            } else {
                // it does not come to rest before the next edit
                node.ended(300);
            }
        }
        System.out.println(EDITS + " edits, read again " + node.told(READ_AGAIN) + " times");
        world.judged(0);
        // what is new on it holds as soon as it is said to be read
        long calls = world.load.rows().stream()
                .filter(r -> r.operation().equals(Load.CALLS))
                .count();
        String fresh = String.format("81904%07d", calls + 1);
        long before = node.told(READ_AGAIN);
        replace(list, never + "+" + fresh + "\n");
        world.until("it is read again", () -> node.told(READ_AGAIN) > before);
        world.load.drop(site, 300);
        world.judged(0);
        List<String> received = world.simulator.ledger().recipients().stream()
                .map(r -> r.digits())
                .toList();
        assertThat(received).doesNotContain(fresh);
        for (int i = 1; i <= 60; i++) {
            assertThat(received).doesNotContain(String.format("81904%07d", i * 7));
        }
        assertThat(node.terminate()).as(node.log()).isZero();
    }

    /** What runs goes on under what it began with; a start refuses what is broken whole, and the next takes what is new. */
    @Test
    void configuration() {
        try (FaultProxy elsewhere = FaultProxy.before(world.simulator.port())) {
            Site site = world.site("home").furnish();
            String secret = site.setting("voicenotify.access-token");
            Path file = site.root().resolve("config/application.properties");
            Node node = world.start(site).opened();
            editAll(node, file, text(file), elsewhere.port());
            assertThat(elsewhere.opened())
                    .as("connections to where the provider is not yet")
                    .isZero();
            assertThat(node.told("is paused"))
                    .as("told of a secret that it does not know")
                    .isZero();
            replace(file, text(file) + "voicenotify.call.group=many\nvoicenotify.ulr=x\n");
            world.load.drop(site, 300);
            assertThat(node.terminate()).as(node.log()).isZero();
            Node refused = world.start(site);
            assertThat(refused.exit()).as(refused.log()).isEqualTo(2);
            assertThat(refused.log()).contains("voicenotify.call.group", "voicenotify.ulr");
            site.set("voicenotify.access-token", "another").configure();
            // a fault of the script goes before what the provider says of a secret
            world.simulator.faults().clear();
            Node barred = world.start(site).opened();
            world.load.drop(site, 100);
            world.until("its secret is not taken", () -> barred.told("voicenotify is paused") > 0);
            assertThat(barred.terminate()).as(barred.log()).isZero();
            site.set("voicenotify.access-token", secret)
                    .set("voicenotify.max-in-flight", "2")
                    .set("voicenotify.call.group", "5")
                    .detour(world.simulator.port(), elsewhere.port())
                    .configure();
            Node next = world.start(site).opened();
            world.load.drop(site, 100);
            // what was answered 401 came to the provider twice, and was placed once
            world.until("every row is settled", () -> world.verdict().atRest());
            Verdict verdict = world.verdict();
            assertThat(verdict.lost()).isEmpty();
            assertThat(verdict.states()).containsExactly(Map.entry("completed", (long) verdict.rows()));
            assertThat(world.simulator.ledger().summary("phone").doubled()).isEmpty();
            assertThat(elsewhere.opened()).as("connections to where it is now").isPositive();
            assertThat(next.terminate()).as(next.log()).isZero();
        }
    }

    /** In turn broken, another concurrency, another secret, another place; in the end something of each. */
    private void editAll(Node node, Path file, String good, int elsewhere) {
        for (int i = 0; i < EDITS; i++) {
            String text = switch (i % 4) {
                case 0 -> good + "voicenotify.url=nowhere\n";
                case 1 -> good.replace("max-in-flight=4", "max-in-flight=2");
                case 2 -> good.replaceAll("access-token=.*", "access-token=another");
                default -> good.replace(":" + world.simulator.port(), ":" + elsewhere);
            };
            assertThat(text).isNotEqualTo(good);
            replace(file, text);
            feed(node);
            node.ended(20);
        }
        world.judged(0);
    }
}
