package io.dromedial.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {

    private static final String OPERATION = "voicenotify.call";

    @Test
    void namesThePhysicalLineOnWhichARowBegins() throws IOException {
        assertThat(rows("a,b\n1,\"x\ny\r\nz\"\n\n\r\n2,y\n"))
                .containsExactly(new Row(2, List.of("1", "x\ny\r\nz")), new Row(7, List.of("2", "y")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void takesEveryLineEndAndCountsIt(String end) throws IOException {
        String text = String.join(end, "a,b", "", "1,\"p" + end + "q\"", "2,x", "", "3,last");
        assertThat(rows(text)).extracting(Row::line).containsExactly(3L, 5L, 7L);
        assertThat(rows(text + end)).extracting(Row::line).containsExactly(3L, 5L, 7L);
    }

    @Test
    void findsTheHeaderBehindEmptyLinesAndTrimsItsNames() throws IOException {
        try (CsvRows rows = open("\n  \n phone ,\u00a0Message\u3000,\n1,2,3\n", CsvFormat.STANDARD)) {
            assertThat(rows.header()).containsExactly("phone", "Message", "");
            assertThat(rows.headerLine()).isEqualTo(3);
            assertThat(rows.next()).isEqualTo(new Row(4, List.of("1", "2", "3")));
        }
    }

    @Test
    void takesAByteOrderMarkOff() throws IOException {
        try (CsvRows rows = open("\ufeff\"phone\",b\n1,2\n", CsvFormat.STANDARD)) {
            assertThat(rows.header()).containsExactly("phone", "b");
        }
    }

    @Test
    void readsUtf16OfAnyByteOrderWhenItIsDeclared() throws IOException {
        for (String bytes : List.of("UTF-16", "x-UTF-16LE-BOM")) {
            try (CsvRows rows = CsvRows.open(
                    OPERATION,
                    bytes("a,b\n日,2\n", Charset.forName(bytes)),
                    new CsvFormat(StandardCharsets.UTF_16, ','))) {
                assertThat(rows.header()).containsExactly("a", "b");
                assertThat(rows.next().cells()).containsExactly("日", "2");
            }
        }
    }

    @Test
    void keepsRaggedRowsAsTheyAre() throws IOException {
        assertThat(rows("a,b\n1\n1,2,3\n,\n"))
                .extracting(Row::cells)
                .containsExactly(List.of("1"), List.of("1", "2", "3"), List.of("", ""));
    }

    @Test
    void tellsAnEmptyLineFromAQuotedEmptyCell() throws IOException {
        assertThat(rows("a\n\n\"\"\nx\n")).extracting(Row::line).containsExactly(3L, 4L);
    }

    @Test
    void leavesQuotesInsideAnUnquotedCell() throws IOException {
        assertThat(rows("a,b\n5\" pipe,\"say \"\"hi\"\"\"\n").get(0).cells()).containsExactly("5\" pipe", "say \"hi\"");
    }

    @Test
    void takesTheSpreadsheetGuardOff() throws IOException {
        assertThat(rows("a,b,c\n'=1+1,'tis,\"'@x\"\n").get(0).cells()).containsExactly("=1+1", "'tis", "@x");
    }

    @Test
    void readsLongCells() throws IOException {
        String big = "x".repeat(1_000_000) + "\n" + "日".repeat(100_000);
        assertThat(rows("a,b\n1,\"" + big + "\"\n2,y\n"))
                .containsExactly(new Row(2, List.of("1", big)), new Row(4, List.of("2", "y")));
    }

    @Test
    void readsTenThousandColumns() throws IOException {
        String line = "c,".repeat(9_999) + "c\n";
        assertThat(rows(line + line).get(0).cells()).hasSize(10_000);
    }

    @Test
    void decodesCharactersThatStraddleTheBuffer() throws IOException {
        for (int shift = 0; shift < 5; shift++) {
            String cell = "x".repeat(16_384 - 6 + shift) + "😀日é";
            assertThat(rows("a\n" + cell + "\n").get(0).cells()).containsExactly(cell);
        }
    }

    @Test
    void readsFromAStreamThatGivesOneByteAtATime() throws IOException {
        byte[] text = "\ufeffa,b\r\n日本,\"é\r\n\"\r\n".getBytes(StandardCharsets.UTF_8);
        InputStream drops = new ByteArrayInputStream(text) {
            @Override
            public synchronized int read(byte[] to, int from, int length) {
                return super.read(to, from, Math.min(1, length));
            }
        };
        try (CsvRows rows = CsvRows.open(OPERATION, drops, CsvFormat.STANDARD)) {
            assertThat(rows.next()).isEqualTo(new Row(2, List.of("日本", "é\r\n")));
        }
    }

    @Test
    void goesOnAtAnyRow() throws IOException {
        try (CsvRows rows = open("a\n1\n\n2\n3\n", CsvFormat.STANDARD)) {
            rows.skip(2);
            assertThat(rows.next()).isEqualTo(new Row(5, List.of("3")));
            rows.skip(7);
            assertThat(rows.hasNext()).isFalse();
        }
    }

    @Test
    void readsTheDeclaredCharsetAndDelimiter() throws IOException {
        for (String name : List.of("Shift_JIS", "windows-31j", "EUC-JP", "GB18030", "UTF-8", "ISO-2022-JP")) {
            Charset charset = Charset.forName(name);
            try (CsvRows rows =
                    CsvRows.open(OPERATION, bytes("a;b\n日本語、;\"x;y\"\n", charset), new CsvFormat(charset, ';'))) {
                assertThat(rows.next().cells()).as(name).containsExactly("日本語、", "x;y");
            }
        }
    }

    @Test
    void refusesBytesThatAreNotInTheCharsetAndNamesLineAndKey() {
        CsvFault windows = fault(bytes("a,b\n1,x\n2,caf\u00e9\n", Charset.forName("windows-1252")), CsvFormat.STANDARD);
        assertThat(windows.line()).isEqualTo(3);
        assertThat(windows.text()).contains("not UTF-8", "voicenotify.call.charset", "windows-1252");
        CsvFault japanese = fault(bytes("a,b\n1,日本\n", Charset.forName("Shift_JIS")), CsvFormat.STANDARD);
        assertThat(japanese.line()).isEqualTo(2);
        CsvFault beyond = fault(
                bytes("a\n①\n", Charset.forName("windows-31j")), new CsvFormat(Charset.forName("Shift_JIS"), ','));
        assertThat(beyond.text()).contains("windows-31j");
    }

    @Test
    void refusesTruncatedOverlongAndLoneSurrogateUtf8() {
        for (int[] bad : List.of(new int[] {0xE6, 0x97}, new int[] {0xC0, 0xAF}, new int[] {0xED, 0xA0, 0x80})) {
            byte[] text = new byte[2 + bad.length];
            text[0] = 'a';
            text[1] = '\n';
            for (int i = 0; i < bad.length; i++) {
                text[2 + i] = (byte) bad[i];
            }
            assertThat(fault(new ByteArrayInputStream(text), CsvFormat.STANDARD).line())
                    .isEqualTo(2);
        }
    }

    @Test
    void refusesWhatIsNoCsvByItsFirstBytes() {
        assertThat(fault(bytes("\ufeffa,b\n", StandardCharsets.UTF_16LE), CsvFormat.STANDARD)
                        .text())
                .contains("UTF-16", "voicenotify.call.charset=UTF-16");
        assertThat(fault(bytes("a,b\n", StandardCharsets.UTF_16LE), CsvFormat.STANDARD)
                        .text())
                .contains("NUL");
        assertThat(fault(new ByteArrayInputStream(new byte[] {'P', 'K', 3, 4, 0}), CsvFormat.STANDARD)
                        .text())
                .contains("Excel");
        assertThat(fault(bytes("\ufeffa", StandardCharsets.UTF_8), new CsvFormat(Charset.forName("windows-1252"), ','))
                        .text())
                .contains("mark of UTF-8", "take voicenotify.call.charset out");
    }

    @Test
    void refusesNulWithItsLine() {
        assertThat(fault("a,b\n1,2\n3,\0\n").line()).isEqualTo(3);
    }

    @Test
    void refusesAFileWithoutAHeader() {
        assertThat(fault("").text()).contains("empty");
        assertThat(fault("\n\r\n \n").text()).contains("empty");
        assertThat(fault("\ufeff").text()).contains("empty");
    }

    @Test
    void refusesExcelsSeparatorNote() {
        CsvFault fault = catchThrowableOfType(
                CsvFault.class, () -> open("sep=;\na;b\n", new CsvFormat(StandardCharsets.UTF_8, ';')));
        assertThat(fault).hasMessageContaining("line 1").hasMessageContaining("take this line out");
        assertThat(fault("sep=;\na;b\n").text()).contains("Excel");
    }

    @Test
    void namesTheLineWhereAQuoteBeginsThatIsNeverClosed() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("en-US", "de-DE", "ar-EG-u-nu-arab")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                CsvFault fault = fault("a,b\n" + "1,2\n".repeat(1500) + "\"x\ny\",\"z\n1,2\n");
                assertThat(fault.line()).as(tag).isEqualTo(1503);
                assertThat(fault.text()).contains("never closed");
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void saysWhereTheRowBeganWhenAQuoteClosesInTheWrongPlace() {
        CsvFault fault = fault("a,b\n1,\"x\n2,\"y\"\n");
        assertThat(fault.line()).isEqualTo(3);
        assertThat(fault.text()).contains("row begins on line 2");
    }

    @Test
    void stopsAtARowThatGrowsWithoutLimit() {
        InputStream endless = new InputStream() {
            private final String begin = "a,b\n\"";
            private int at;

            @Override
            public int read() {
                return at < begin.length() ? begin.charAt(at++) : 'x';
            }
        };
        CsvFault fault = fault(endless, CsvFormat.STANDARD);
        assertThat(fault.line()).isEqualTo(2);
        assertThat(fault.text()).contains("longer than");
    }

    @Test
    void camelCsvReadsTheSame() throws Exception {
        String text = "\ufeffa,b\r\n1,\"x\r\ny\"\r\n\r\n2,'=z\r\n\"\"\r\n";
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.start();
            List<Row> rows = new ArrayList<>();
            try (CsvRows read = CsvRows.open(
                    OPERATION, bytes(text, StandardCharsets.UTF_8), CsvFormat.STANDARD, new DefaultExchange(camel))) {
                read.forEachRemaining(rows::add);
            }
            assertThat(rows).isEqualTo(rows(text)).hasSize(3);
            CsvFault fault = catchThrowableOfType(
                    CsvFault.class,
                    () -> CsvRows.open(
                                    OPERATION,
                                    bytes("a\n\"x\n", StandardCharsets.UTF_8),
                                    CsvFormat.STANDARD,
                                    new DefaultExchange(camel))
                            .hasNext());
            assertThat(fault.line()).isEqualTo(2);
        }
    }

    private static List<Row> rows(String text) throws IOException {
        List<Row> all = new ArrayList<>();
        try (CsvRows rows = open(text, CsvFormat.STANDARD)) {
            rows.forEachRemaining(all::add);
        }
        return all;
    }

    private static CsvRows open(String text, CsvFormat format) throws IOException {
        return CsvRows.open(OPERATION, bytes(text, format.charset()), format);
    }

    private static CsvFault fault(String text) {
        return fault(bytes(text, StandardCharsets.UTF_8), CsvFormat.STANDARD);
    }

    private static CsvFault fault(InputStream in, CsvFormat format) {
        CsvFault fault = catchThrowableOfType(CsvFault.class, () -> {
            try (CsvRows rows = CsvRows.open(OPERATION, in, format)) {
                rows.forEachRemaining(row -> {});
            }
        });
        assertThat(fault).isNotNull();
        return fault;
    }

    private static InputStream bytes(String text, Charset charset) {
        return new ByteArrayInputStream(text.getBytes(charset));
    }
}
