package io.dromedial.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLineTest {

    private static final String[] SCRAPS = {
        "=",
        "+",
        "-",
        "@",
        "\t",
        "\r",
        "\n",
        "\r\n",
        "'",
        "\"",
        "\"\"",
        ",",
        ";",
        "|",
        " ",
        "0",
        "81 90",
        "1",
        "9.5",
        "E+11",
        "e",
        "(",
        ")",
        ".",
        "/",
        "=cmd|' /C calc'!A0",
        "＝",
        "日本",
        "😀",
        "\ufeff",
        "\u0085",
        "\u2028",
        "\u202e",
        "\u0001",
        "\u007f",
        "{\"a\":1}",
        "<script>",
        "${x}",
        "\\",
        "%00",
        "NULL",
        "\u202etest",
        "Ω≈ç√",
        "-1",
        "+81-90-1234-5678"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "@SUM(A1)",
                "\tx",
                "\rx",
                "+1+2",
                "-1+2",
                "+",
                "-",
                "-x",
                "+cmd|' /C calc'!A0",
                "+1-2",
                "'=1",
                "''@x",
                "-2-3",
                "+81 90 1234 5678 ext 5",
                "-5%",
                "--5"
            })
    void guardsWhatASpreadsheetWouldTakeForAFormula(String cell) {
        assertThat(CsvLine.guard(cell)).isEqualTo("'" + cell);
        assertThat(CsvLine.unguard("'" + cell)).isEqualTo(cell);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "-5",
                "+3.5",
                "-1.234,5",
                "-1.5E+10",
                "+8.19E+11",
                "+81901234567",
                "+81 90-1234-5678",
                "+1 (425) 233-7837",
                "+49/30/123456",
                "'",
                "'tis",
                "''",
                " =1",
                "x=1",
                "＝1"
            })
    void leavesEverythingElse(String cell) {
        assertThat(CsvLine.guard(cell)).isEqualTo(cell);
        assertThat(CsvLine.unguard(cell)).isEqualTo(cell);
    }

    @Test
    void quotesWhatNeedsIt() {
        CsvLine line = new CsvLine(CsvFormat.STANDARD);
        assertThat(line.render(List.of("a", "b;c", "d,e", "say \"hi\"", "x\ny", "", " z ")))
                .isEqualTo("a,b;c,\"d,e\",\"say \"\"hi\"\"\",\"x\ny\",, z \r\n");
        assertThat(new CsvLine(new CsvFormat(StandardCharsets.UTF_8, ';')).render(List.of("b;c", "d,e")))
                .isEqualTo("\"b;c\";d,e\r\n");
        assertThat(line.render(List.of("=1,2", "-"))).isEqualTo("\"'=1,2\",'-\r\n");
    }

    @Test
    void rendersALoneEmptyCellSoThatItsLineIsNotEmpty() {
        assertThat(new CsvLine(CsvFormat.STANDARD).render(List.of(""))).isEqualTo("\"\"\r\n");
    }

    @Test
    void writesTheReplacementOfWhatTheCharsetLacks() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Writer writer = new CsvFormat(StandardCharsets.ISO_8859_1, ',').writer(out)) {
            writer.write("é日");
        }
        assertThat(out.toString(StandardCharsets.ISO_8859_1)).isEqualTo("é?");
    }

    @Test
    void everyCellComesBackAsItWas() throws IOException {
        Random random = new Random(20260701);
        for (char delimiter : new char[] {',', ';', '\t', '|', '\''}) {
            CsvFormat format = new CsvFormat(StandardCharsets.UTF_8, delimiter);
            List<List<String>> rows = new ArrayList<>();
            StringBuilder file = new StringBuilder("a" + delimiter + "b" + delimiter + "c\r\n");
            CsvLine line = new CsvLine(format);
            for (int i = 0; i < 5_000; i++) {
                List<String> cells = List.of(naughty(random), naughty(random), naughty(random));
                rows.add(cells);
                line.write(cells, file);
            }
            List<List<String>> back = new ArrayList<>();
            byte[] bytes = file.toString().getBytes(StandardCharsets.UTF_8);
            try (CsvRows read = CsvRows.open("x.y", new ByteArrayInputStream(bytes), format)) {
                read.forEachRemaining(row -> back.add(row.cells()));
            }
            assertThat(back).as("delimiter %s", delimiter).isEqualTo(rows);
        }
    }

    private static String naughty(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(SCRAPS[random.nextInt(SCRAPS.length)]);
        }
        return text.toString();
    }
}
