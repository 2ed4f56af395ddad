package io.dromedial.journey;

import static io.dromedial.journey.House.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in another charset and with another delimiter, national numbers, no defaults; and files that still grow. */
class OtherFormatsTest {

    private static final LaterClock CLOCK = new LaterClock();
    private static final String HEADER = "phone;message;caller;language;メモ\n";
    private static House house;

    @TempDir
    static Path folder;

    @BeforeAll
    static void open() {
        house = House.in(folder)
                .format(Charset.forName("Shift_JIS"), ';')
                .clock(CLOCK)
                .set("dromedial.inbox.quiet", "10m")
                .set("voicenotify.call.result-timeout", "24h")
                .set("voicenotify.call.charset", "Shift_JIS")
                .set("voicenotify.call.delimiter", ";")
                .set("voicenotify.call.region", "JP")
                .open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static String row(String phone, String text) {
        return phone + ";" + text + ";05050050080;ja;備考\n";
    }

    @Test
    void readsAndWritesAnotherCharsetAndDelimiter() {
        String phone = Phones.any();
        Drop drop = house.drop(CALL, "sjis", HEADER + row(phone, "おはよう"));
        Table results = drop.results();
        assertThat(results.header().get(4)).isEqualTo("メモ");
        assertThat(results.cell(0, "メモ")).isEqualTo("備考");
        assertThat(house.calls(phone).get(0).fields()).containsEntry("message", "おはよう");
    }

    @Test
    void makesNationalNumbersInternational() {
        String phone = Phones.any();
        Drop drop = house.drop(CALL, "national", HEADER + row("0" + phone.substring(2), "Hi"));
        assertThat(drop.results().cell(0, "phone")).isEqualTo("0" + phone.substring(2));
        assertThat(house.calls(phone).get(0).fields()).containsEntry("caller", "815050050080");
    }

    @Test
    void namesTheMissingColumnAndHowToMendIt() {
        Drop drop = house.drop(CALL, "missing", "phone;message;language\n" + Phones.any() + ";Hi;ja\n");
        assertThat(drop.rejected().cell(0, "_error")).contains("caller: is missing");
        Drop comma = house.drop(CALL, "comma", "phone,message,caller,language\n" + Phones.any() + ",Hi,815,ja\n");
        assertThat(comma.errorText()).contains("voicenotify.call.delimiter=,");
    }

    @Test
    void tellsTheCharsetOfAFileInUtf8() {
        Drop marked = house.drop(CALL, "marked", ("\ufeff" + HEADER).getBytes(StandardCharsets.UTF_8));
        assertThat(marked.errorText()).contains("UTF-8");
    }

    @Test
    void rejectsARowThatLacksARequiredCell() {
        Drop drop = house.drop(CALL, "lacks", HEADER + row(Phones.any(), "Hi") + Phones.any() + ";;05050050080;;\n");
        assertThat(drop.rejected().cell(0, "_error")).contains("message").contains("language");
        assertThat(drop.results().rows()).hasSize(1);
    }

    @Test
    void leavesAGrowingFileAlone() throws IOException {
        Path file = house.root().resolve("inbox").resolve(CALL).resolve("growing.csv");
        Files.createDirectories(file.getParent());
        Files.writeString(file, HEADER, house.charset());
        for (int i = 0; i < 2; i++) {
            Files.writeString(file, row(Phones.any(), "Hi"), house.charset(), StandardOpenOption.APPEND);
            // a file that has rested shows that the inbox was looked at meanwhile
            house.drop(CALL, "rested-" + i, HEADER + row(Phones.any(), "Hi")).summary();
            assertThat(file).exists();
        }
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(Instant.now()));
        CLOCK.advance(Duration.ofMinutes(11));
        Drop growing = new Drop(house, CALL, "growing");
        assertThat(growing.results().rows()).hasSize(2);
    }
}
