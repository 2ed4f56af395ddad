package io.dromedial.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.security.Shipped.Library;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bill of materials is what is shipped, and no known advisory meets it without an answer of ours. Offline. */
class AdvisoriesTest {

    private static final Path FILE = Path.of("src", "docs", "advisories.csv");

    /** A known fault: from a version on, up to but not including the one that mends it. */
    record Advisory(String id, List<String> packages, String from, String fixed, String answer) {
        boolean meets(Library library) {
            boolean named = packages.stream()
                    .anyMatch(p -> p.endsWith("*")
                            ? library.coordinates().startsWith(p.substring(0, p.length() - 1))
                            : library.coordinates().equals(p));
            return named && compare(from, library.version()) <= 0 && compare(library.version(), fixed) < 0;
        }
    }

    /** By numbers; what is no number ({@code Final}) does not count. */
    static int compare(String one, String other) {
        int[] a = numbers(one);
        int[] b = numbers(other);
        return Arrays.compare(Arrays.copyOf(a, 6), Arrays.copyOf(b, 6));
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("[.-]"))
                .filter(p -> p.matches("\\d{1,9}"))
                .mapToInt(Integer::parseInt)
                .limit(6)
                .toArray();
    }

    private static List<Advisory> advisories() throws IOException {
        List<Advisory> all = new ArrayList<>();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        for (CSVRecord row : format.parse(Files.newBufferedReader(FILE, StandardCharsets.UTF_8))
                .getRecords()) {
            assertThat(LocalDate.parse(row.get("looked")))
                    .as(row.get("advisory"))
                    .isAfter(LocalDate.EPOCH);
            assertThat(row.get("what")).as(row.get("advisory")).isNotBlank();
            all.add(new Advisory(
                    row.get("advisory"),
                    List.of(row.get("packages").split(" ")),
                    row.get("from"),
                    row.get("fixed"),
                    row.get("answer")));
        }
        return all;
    }

    /** Met by a library, and nobody has written down why that does no harm. */
    static List<String> unanswered(List<Advisory> advisories, List<Library> libraries) {
        List<String> open = new ArrayList<>();
        for (Advisory advisory : advisories) {
            for (Library library : libraries) {
                boolean absent = advisory.answer().contains("not on the class path");
                if (advisory.meets(library) && (absent || advisory.answer().isBlank())) {
                    open.add(advisory.id() + " meets " + library.coordinates() + " " + library.version());
                }
            }
        }
        return open;
    }

    /** {@code mvn test -Dtest=AdvisoriesTest -Dsbom.write=true} writes the bill anew. */
    @Test
    void theBillOfMaterialsIsWhatIsShipped() throws IOException {
        String expected = Shipped.bill(Shipped.resolved());
        if (Boolean.getBoolean("sbom.write")) {
            Files.writeString(Shipped.BILL, expected);
        }
        assertThat(Shipped.resolved()).hasSizeGreaterThan(100);
        assertThat(Files.readString(Shipped.BILL)).isEqualTo(expected);
    }

    @Test
    void noAdvisoryMeetsUsWithoutAnAnswer() throws IOException {
        assertThat(advisories()).hasSizeGreaterThan(70);
        assertThat(unanswered(advisories(), Shipped.billed())).isEmpty();
    }

    @Test
    void oneThatMeetsUsIsSeen() throws IOException {
        Library old = new Library("io.netty", "netty-codec-http", "4.1.137.Final", "");
        Library back = new Library("org.apache.camel", "camel-platform-http-main", "4.17.0", "");
        assertThat(unanswered(advisories(), List.of(old, back)))
                .containsExactlyInAnyOrder(
                        "CVE-2026-89044 meets io.netty:netty-codec-http 4.1.137.Final",
                        "CVE-2026-40022 meets org.apache.camel:camel-platform-http-main 4.17.0",
                        "CVE-2026-66908 meets org.apache.camel:camel-platform-http-main 4.17.0");
    }

    @ParameterizedTest
    @CsvSource({"4.1.137.Final,4.1.138.Final,-1", "2.21,2.21.0,0", "4.18.4,4.9,1", "42.7.8,42.7.12,-1", "5.6,5.6.4,-1"})
    void versionsAreComparedByNumbers(String one, String other, int expected) {
        assertThat(Integer.signum(compare(one, other))).isEqualTo(expected);
        assertThat(Integer.signum(compare(other, one))).isEqualTo(-expected);
    }
}
