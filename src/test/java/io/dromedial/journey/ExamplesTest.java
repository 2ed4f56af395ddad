package io.dromedial.journey;

import static io.dromedial.journey.House.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examples as they are shipped, copied into {@code routes/} of a real home. */
class ExamplesTest {

    private House house;

    @TempDir
    Path folder;

    @BeforeEach
    void build() {
        house = House.in(folder);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private House with(String example) {
        try {
            String file = example + ".camel.yaml";
            return house.route(file, Files.readString(Path.of("examples", "routes", file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Drop batch(String name) {
        return new Drop(house, CALL, name);
    }

    @Test
    void aJsonFile() {
        Path drop = folder.resolve("json");
        with("json-file-drop").set("json-file-drop.folder", drop.toString());
        String one = Phones.any();
        String two = Phones.any();
        String text = "[{\"phone\":\"" + one + "\",\"message\":\"Say \\\"hi\\\", please\",\"caller\":\"815050050080\","
                + "\"language\":\"en\"},{\"phone\":\"twelve\"},{\"to\":\"" + two
                + "\",\"message\":\"x\",\"caller\":\"815050050080\",\"language\":\"en\"}]";
        House.write(drop.resolve("june.json"), text.getBytes(StandardCharsets.UTF_8));
        House.rest(drop.resolve("june.json"));
        house.open();
        assertThat(batch("june").results().column("_state")).containsExactly("completed", "completed");
        assertThat(batch("june").rejected().cell(0, "_error")).contains("phone: 'twelve'");
        assertThat(house.calls(one)).hasSize(1);
    }

    @Test
    void aFixedWidthFile() {
        Path drop = folder.resolve("fixed");
        with("fixed-width-drop").set("fixed-width-drop.folder", drop.toString());
        String phone = Phones.any();
        String good = "r-1       %-14s%-14sjaSay \"hi\", it's ready\r\n".formatted(phone, "815050050080");
        String bad = "r-2       %-14s%-14sjaHello\n".formatted("twelve", "815050050080");
        House.write(drop.resolve("legacy.txt"), (good + bad).getBytes(StandardCharsets.UTF_8));
        House.write(drop.resolve("short.txt"), (good.replace("r-1", "r-9") + "r-3\n").getBytes(StandardCharsets.UTF_8));
        House.rest(drop.resolve("legacy.txt"));
        House.rest(drop.resolve("short.txt"));
        house.open();
        Table results = batch("legacy").results();
        assertThat(results.column("reference")).containsExactly("r-1");
        assertThat(results.column("_state")).containsExactly("completed");
        assertThat(results.column("message")).containsExactly("Say \"hi\", it's ready");
        assertThat(batch("legacy").rejected().cell(0, "_error")).contains("phone: 'twelve'");
        assertThat(house.calls(phone)).hasSize(1);
        house.until("the file with a short line lies aside", () -> holds(drop.resolve(".error"), "short-"));
        assertThat(house.reading().batchesNamed("short")).isEmpty();
    }

    private static boolean holds(Path folder, String beginning) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.anyMatch(p -> p.getFileName().toString().startsWith(beginning));
        }
    }

    @Test
    void aTimer() {
        with("timer-submit").open();
        house.until(
                "both calls are made",
                () -> !house.calls("819012345678").isEmpty()
                        && !house.calls("819087654321").isEmpty());
        house.again();
        house.until(
                "the timer looked once more",
                () -> house.reading().batches(0, 10).size() > 1);
        assertThat(house.calls("819012345678")).as("once a day").hasSize(1);
    }

    @Test
    void resultsToAFile() {
        Path feed = folder.resolve("feed");
        with("results-to-file").set("results-to-file.folder", feed.toString()).open();
        house.drop(
                        CALL,
                        "june",
                        "reference,phone,message,caller,language\nf-1," + Phones.any() + ",Hi,815050050080,en\n")
                .results();
        house.until("the feed holds it", () -> text(feed).contains("f-1,completed,answered"));
    }

    private static String text(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                for (Path file : all.toList()) {
                    text.append(Files.readString(file));
                }
            }
        }
        return text.toString();
    }

    @Test
    void resultsToAWebService() throws IOException {
        List<String> posted = new CopyOnWriteArrayList<>();
        HttpServer crm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        crm.createContext("/calls", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            posted.add(exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().keySet().stream()
                            .filter(h -> h.toLowerCase(java.util.Locale.ROOT).startsWith("journal"))
                            .toList()
                    + " " + body);
            exchange.sendResponseHeaders(posted.size() == 1 ? 500 : 204, -1);
            exchange.close();
        });
        crm.start();
        try {
            with("results-to-webhook")
                    .set(
                            "results-to-webhook.url",
                            "http://127.0.0.1:" + crm.getAddress().getPort() + "/calls")
                    .set("results-to-webhook.token", "sesame")
                    .open();
            house.drop(
                            CALL,
                            "june",
                            "reference,phone,message,caller,language\nw-1," + Phones.any() + ",Hi,815050050080,en\n")
                    .results();
            house.until("it was posted again", () -> posted.size() == 2);
            assertThat(posted)
                    .allSatisfy(p -> assertThat(p)
                            .startsWith("w-1 Bearer sesame [] {")
                            .contains("\"_state\":\"completed\"", "\"_disposition\":\"answered\""));
        } finally {
            crm.stop(0);
        }
    }
}
