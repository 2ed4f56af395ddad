package io.dromedial.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Outcome;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/** Every status with every body and every Retry-After, from the table that is also the page of documentation. */
final class OutcomeTableTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T10:00:00Z"), ZoneOffset.UTC);
    private static final Path PAGE = Path.of("src/docs/outcomes.md");
    private static final List<String> BODIES = Arrays.asList(null, "{\"error\":\"no\"}", "<html><h1>Oops</h1></html>");
    private static final List<CSVRecord> OUTCOMES = table("outcomes.csv");
    private static final List<CSVRecord> WAITS = table("retry-after.csv");

    private static List<CSVRecord> table(String name) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (Reader reader =
                new InputStreamReader(OutcomeTableTest.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            return format.parse(reader).getRecords();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IntStream statuses(CSVRecord row) {
        return Arrays.stream(row.get("statuses").split(" ")).flatMapToInt(range -> {
            String[] ends = range.split("-");
            return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
        });
    }

    @Test
    void theTableHoldsEveryStatusOnce() {
        assertThat(OUTCOMES.stream().flatMapToInt(OutcomeTableTest::statuses).sorted())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(100, 599).boxed().toList());
    }

    @Test
    void everyAnswerComesToWhatTheTableSays() throws IOException {
        Map<Integer, CSVRecord> byStatus = new HashMap<>();
        OUTCOMES.forEach(row -> statuses(row).forEach(status -> byStatus.put(status, row)));
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            byStatus.forEach((status, row) -> {
                for (String body : BODIES) {
                    for (CSVRecord wait : WAITS) {
                        assertAnswer(new DefaultExchange(context), status, row, body, wait);
                    }
                }
            });
        }
    }

    private static void assertAnswer(Exchange exchange, int status, CSVRecord row, String body, CSVRecord wait) {
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setHeader("Retry-After", wait.get("header").isEmpty() ? null : wait.get("header"));
        exchange.getMessage().setBody(body);
        Outcome outcome = Answer.of(exchange, CLOCK).byStatus("");
        String all = status + ", Retry-After '" + wait.get("header") + "'";
        Optional<Duration> after =
                Optional.of(wait.get("waits")).filter(w -> !w.isEmpty()).map(Duration::parse);
        assertThat(outcome.word()).as(all).isEqualTo(row.get("outcome"));
        assertThat(outcome.status()).as(all).isEqualTo(status);
        if (outcome instanceof Outcome.Deferred d) {
            assertThat(d.after()).as(all).isEqualTo(after);
            assertThat(d.pause()).as(all).isEqualTo(row.get("pauses").equals("pauses"));
            assertThat(d.counted()).as(all).isEqualTo(row.get("attempt").equals("counted") && after.isEmpty());
        }
    }

    @Test
    void ofAHeaderThatCameTwiceTheFirstCounts() {
        assertThat(RetryAfter.parse(List.of("5", "9"), CLOCK)).contains(Duration.ofSeconds(5));
    }

    /** {@code -Doutcomes.write=true} writes the page anew. */
    @Test
    void thePageHoldsTheTable() throws IOException {
        String expected = page();
        if (Boolean.getBoolean("outcomes.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # What an HTTP status means

                For an attempt whose provider's own document says nothing else. Made from `src/test/resources/io/dromedial/provider/*.csv`, which the tests go through with every status, body and Retry-After.

                | status | outcome | meaning |
                | --- | --- | --- |
                """);
        for (CSVRecord row : OUTCOMES) {
            String pause = row.get("pauses").isEmpty() ? "" : ", and the provider pauses";
            page.append(String.format(
                    "| %s | %s%s | %s |%n",
                    row.get("statuses").replace(" ", ", "),
                    row.get("outcome").replace('_', ' '),
                    pause,
                    row.get("meaning")));
        }
        page.append("""

                | Retry-After, at 2026-06-01 10:00 UTC | waits | |
                | --- | --- | --- |
                """);
        for (CSVRecord row : WAITS) {
            String shown = row.get("header").isEmpty() ? "" : "`" + row.get("header") + "`";
            page.append(String.format("| %s | %s | %s |%n", shown, row.get("waits"), row.get("meaning")));
        }
        page.append("""

                | no status | outcome |
                | --- | --- |
                | no connection: DNS, refused, not in time, the handshake cut off | deferred |
                | a certificate that nobody trusts, a protocol that is too old, no TLS at all | deferred, and the provider pauses |
                | an exception in the route before anything went out | deferred |
                | the connection ends, or time runs out, after the request began to leave | in doubt |
                | an answer longer than 1 MiB, cut off, or not whole within the provider's time-out | in doubt |
                | an exception in the route after something went out | in doubt |
                """);
        return page.toString().replace("\r\n", "\n");
    }
}
