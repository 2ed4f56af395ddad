package io.dromedial.journey;

import static io.dromedial.journey.House.CALL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.Recipient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CONTRACT 3 and 4, as far as files in UTF-8 show them: what goes in, what is set aside, what comes out. */
class FilesInTest {

    private static final List<String> OURS = List.of(
            "_reference",
            "_state",
            "_disposition",
            "_provider_code",
            "_provider_ref",
            "_digits",
            "_detail",
            "_attempts",
            "_error",
            "_accepted_at",
            "_completed_at");
    private static House house;

    @TempDir
    static Path folder;

    // what lies in the inbox at the start
    private static Drop plain;
    private static Drop aliases;
    private static Drop bom;
    private static Drop crlf;
    private static Drop multiline;
    private static Drop ragged;
    private static Drop longCell;
    private static Drop nothingLeft;
    private static Drop unknownColumns;
    private static Drop ownColumns;
    private static Drop twoForOne;
    private static Drop empty;
    private static Drop binary;
    private static Drop headerOnly;
    private static Drop noRecipient;
    private static Drop noHeader;
    private static Drop garbled;
    private static Drop openQuote;
    private static Drop inFile;
    private static Drop guarded;
    private static Drop plus;
    private static Drop phones;
    private static Drop planned;
    private static Drop cellsOfDefault;
    private static Drop emptyNames;
    private static Drop noReferences;
    private static final String GARBLED_PHONE = Phones.any();

    @BeforeAll
    static void open() {
        house = House.in(folder)
                .set("voicenotify.call.default.caller", "815050050080")
                .set("voicenotify.call.default.language", "en")
                .set("voicenotify.call.default.message", "Hello ${name}");
        dropAll();
        house.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Drop drop(String name, String text) {
        return house.drop(CALL, name, text);
    }

    private static void dropAll() {
        plain = drop(
                "plain",
                "reference,Phone,message,caller,LANGUAGE,note\n"
                        + "p-1," + Phones.any() + ",Good morning,815050050080,en,first\n"
                        + "p-2," + Phones.ending("9486") + ",Good evening,815050050081,ja,\"second, of two\"\n");
        aliases = drop("aliases", "  TO ,FROM,Message, Language\n" + Phones.any() + ",815050050080,Hi,en\n");
        bom = house.drop(
                CALL, "bom", ("\ufeffphone,name\r\n" + Phones.any() + ",Ann\r\n").getBytes(StandardCharsets.UTF_8));
        crlf = drop("crlf", "phone,name\r\n" + Phones.any() + ",Ann\r\n\r\n" + Phones.any() + ",Ben");
        multiline = drop(
                "multiline",
                "phone,name,note\n"
                        + Phones.any() + ",Ann,\"one\ntwo\r\nthree\"\n"
                        + "\n"
                        + "12ab,Ben,\"bad\nrow\"\n"
                        + Phones.any() + ",Cat,\n"
                        + "99,Dan,\n");
        ragged = drop("ragged", "phone,name,note\n" + Phones.any() + ",Ann\n" + Phones.any() + ",Ben,x,y,z\n");
        longCell = drop(
                "long-cell", "phone,name,note\n" + Phones.any() + ",Ann,\"" + "ab\"\"c\n,".repeat(14_000) + "\"\n");
        nothingLeft = drop("nothing-left", "phone,name\nabc,Ann\n,Ben\n");
        unknownColumns =
                drop("unknown", "customer id,phone,Ünïcode,name,_mine\n7," + Phones.any() + ",\"é,世界\",Ann,secret\n");
        ownColumns = drop(
                "own-columns",
                "phone,name,callback_url,callback_token,access_token,rows\n" + Phones.any()
                        + ",Ann,http://evil.example,tok,acc,row\n");
        twoForOne = drop("two-for-one", "phone,to,name\n" + Phones.any() + "," + Phones.any() + ",Ann\n");
        empty = drop("empty", "");
        binary = house.drop(CALL, "binary", new byte[] {'P', 'K', 3, 4, 0, 0, 1, 2});
        headerOnly = drop("header-only", "phone,name\n");
        noRecipient = drop("no-recipient", "name,phnoe\nAnn," + Phones.any() + "\n");
        noHeader = drop("no-header", Phones.any() + ",Ann\n" + Phones.any() + ",Ben\n");
        garbled = house.drop(CALL, "garbled", garbledBytes());
        openQuote = drop("open-quote", "phone,name\n" + Phones.any() + ",\"Ann\n" + Phones.any() + ",Ben\n");
        String twice = Phones.any();
        inFile = drop(
                "in-file",
                "reference,phone,name\nf-1," + Phones.any() + ",Ann\nf-1," + Phones.any() + ",Ben\n," + twice
                        + ",Cat\n," + twice + ",Cat\n," + twice + ",Dan\n");
        guarded = drop("guarded", "phone,name,a,b,c,d,e\n" + Phones.any() + ",Ann,=1+1,@x,-3.5,-cmd,'quoted\n");
        plus = drop("plus", "phone,name\n+" + Phones.any() + ",Ann\n");
        phones = drop(
                "phones",
                "phone,name\n8.19E+11,Ann\n09012345678,Ben\n81-90-"
                        + Phones.any().substring(4, 8) + "-9200,Cat\n123,Dan\n" + "1415555,Eve\nabcdefgh,Fay\n");
        planned = drop(
                "planned",
                "reference,phone,name,send_at,expires_at,timezone\n"
                        + "s-1," + Phones.any() + ",Ann,2099-01-01T09:00,,\n"
                        + "s-2," + Phones.any() + ",Ben,,2001-01-01T00:00:00Z,\n"
                        + "s-3," + Phones.any() + ",Cat,2001-01-01 09:00,2099-01-01T00:00:00+09:00,Europe/Berlin\n"
                        + "s-4," + Phones.any() + ",Dan,next week,,\n"
                        + "s-5," + Phones.any() + ",Eve,,,Mars/Base\n");
        cellsOfDefault = drop("cells-of-default", "phone,name,message\n" + Phones.any() + ",Zoë,\n");
        emptyNames = drop("empty-names", "phone,name,,,note,note\n" + Phones.any() + ",Ann,x,y,n1,n2\n");
        noReferences = drop("no-references", "phone,name\n" + Phones.any() + ",Ann\n");
    }

    private static byte[] garbledBytes() {
        StringBuilder text =
                new StringBuilder("phone,name\n").append(GARBLED_PHONE).append(",Ann\n");
        IntStream.range(0, 3000)
                .forEach(i ->
                        text.append(Phones.any()).append(",Name ").append(i).append('\n'));
        text.append("81901000,J\u00fcrgen\n").append(Phones.any()).append(",Ben\n");
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<Recipient> calls(String phone) {
        return house.calls(phone);
    }

    // ---- what comes out

    @Test
    void givesEveryColumnBackAndItsOwnBehind() {
        Table results = plain.results();
        assertThat(results.header().subList(0, 6))
                .containsExactly("reference", "Phone", "message", "caller", "LANGUAGE", "note");
        assertThat(results.header().subList(6, results.header().size())).isEqualTo(OURS);
        assertThat(results.column("_reference")).containsExactly("p-1", "p-2");
        assertThat(results.column("note")).containsExactly("first", "second, of two");
        assertThat(results.column("_state")).containsExactly("completed", "completed");
        assertThat(results.column("_disposition")).containsExactly("answered", "busy");
        assertThat(results.column("_provider_code")).containsExactly("200", "486");
        assertThat(results.column("_provider_ref")).containsExactly("", "");
        assertThat(results.column("_attempts")).containsExactly("1", "1");
        assertThat(results.column("_error")).containsExactly("", "");
        for (String column : List.of("_accepted_at", "_completed_at")) {
            assertThat(results.column(column)).allSatisfy(t -> {
                assertThat(t).endsWith("Z");
                assertThat(Instant.parse(t)).isBefore(Instant.now().plusSeconds(1));
            });
        }
        assertThat(plain.done()).exists();
        assertThat(plain.inbox()).doesNotExist();
        assertThat(plain.rejectedFile()).doesNotExist();
        assertThat(plain.deadLetterFile()).doesNotExist();
    }

    @Test
    void sendsWhatTheRowsSay() {
        Table results = plain.results();
        Recipient second = calls(results.cell(1, "Phone")).get(0);
        assertThat(second.fields())
                .containsEntry("message", "Good evening")
                .containsEntry("caller", "815050050081")
                .containsEntry("language", "ja");
        assertThat(house.simulator().ledger().violations()).isEmpty();
    }

    @Test
    void summarisesABatch() {
        JsonNode summary = plain.summary();
        assertThat(summary.get("final").asBoolean()).isTrue();
        assertThat(summary.get("records").asInt()).isEqualTo(2);
        assertThat(summary.at("/states/completed").asInt()).isEqualTo(2);
        assertThat(summary.at("/dispositions/answered").asInt()).isEqualTo(1);
        assertThat(summary.at("/dispositions/busy").asInt()).isEqualTo(1);
        assertThat(Instant.parse(summary.get("takenInAt").asText())).isNotNull();
    }

    @Test
    void leavesNoPartsOfFilesBehind() throws Exception {
        plain.summary();
        try (var all = Files.list(plain.resultsFile().getParent())) {
            assertThat(all.map(p -> p.getFileName().toString()).filter(n -> n.startsWith(plain.name() + ".")))
                    .containsExactlyInAnyOrder("plain.results.csv", "plain.summary.json");
        }
    }

    // ---- how a file may be written

    @Test
    void readsCommonNamesInAnyLetterCaseWithBlanks() {
        Table results = aliases.results();
        assertThat(results.header().subList(0, 4)).containsExactly("TO", "FROM", "Message", "Language");
        assertThat(results.column("_state")).containsExactly("completed");
        assertThat(calls(results.cell(0, "TO"))).hasSize(1);
    }

    @Test
    void takesAByteOrderMarkOff() {
        assertThat(bom.results().header().get(0)).isEqualTo("phone");
        assertThat(bom.results().column("_state")).containsExactly("completed");
    }

    @Test
    void skipsEmptyLinesAndTakesALastRowWithoutItsEnd() {
        assertThat(crlf.results().column("name")).containsExactly("Ann", "Ben");
        assertThat(crlf.rejectedFile()).doesNotExist();
    }

    @Test
    void tellsThePhysicalLineOfARejectedRow() {
        Table rejected = multiline.rejected();
        assertThat(rejected.header()).containsExactly("phone", "name", "note", "_line", "_error");
        assertThat(rejected.column("_line")).containsExactly("6", "9");
        assertThat(rejected.column("note")).containsExactly("bad\nrow", "");
        assertThat(rejected.cell(0, "_error")).contains("phone").contains("12ab");
        assertThat(multiline.results().column("note")).containsExactly("one\ntwo\r\nthree", "");
    }

    @Test
    void fillsShortRowsAndRejectsLongOnes() {
        assertThat(ragged.results().rows()).hasSize(1);
        assertThat(ragged.results().cell(0, "note")).isEmpty();
        assertThat(ragged.rejected().column("_line")).containsExactly("3");
        assertThat(ragged.rejected().cell(0, "_error")).contains("5 cells").contains("3");
    }

    @Test
    void carriesACellOfAHundredThousandCharacters() {
        assertThat(longCell.results().cell(0, "note")).isEqualTo("ab\"c\n,".repeat(14_000));
        assertThat(longCell.results().column("_state")).containsExactly("completed");
    }

    @Test
    void keepsUnknownColumnsAndIgnoresThoseWithAnUnderscore() {
        Table results = unknownColumns.results();
        assertThat(results.header().subList(0, 4)).containsExactly("customer id", "phone", "Ünïcode", "name");
        assertThat(results.cell(0, "Ünïcode")).isEqualTo("é,世界");
        assertThat(results.header()).doesNotContain("_mine");
        assertThat(results.cell(0, "customer id")).isEqualTo("7");
    }

    @Test
    void keepsColumnsThatAreSetByUsAndDoesNotSendThem() {
        Table results = ownColumns.results();
        assertThat(results.cell(0, "callback_url")).isEqualTo("http://evil.example");
        assertThat(results.cell(0, "rows")).isEqualTo("row");
        Recipient call = calls(results.cell(0, "phone")).get(0);
        assertThat(call.fields().get("callback_url")).startsWith(house.setting("dromedial.public-url"));
        assertThat(call.fields()).doesNotContainValue("acc").doesNotContainValue("row");
    }

    @Test
    void keepsColumnsOfOneNameOrNone() {
        Table results = emptyNames.results();
        assertThat(results.header().subList(0, 6)).containsExactly("phone", "name", "", "", "note", "note");
        assertThat(results.rows().get(0).subList(2, 6)).containsExactly("x", "y", "n1", "n2");
    }

    // ---- defaults

    @Test
    void fillsMissingFieldsFromDefaultsThatNameColumns() {
        Table results = cellsOfDefault.results();
        Recipient call = calls(results.cell(0, "phone")).get(0);
        assertThat(call.fields())
                .containsEntry("message", "Hello Zoë")
                .containsEntry("caller", "815050050080")
                .containsEntry("language", "en");
        assertThat(results.header()).doesNotContain("caller", "language");
        assertThat(results.cell(0, "message")).isEmpty();
    }

    // ---- numbers and times

    @Test
    void readsNumbersAsPeopleWriteThem() {
        assertThat(phones.results().column("name")).containsExactly("Cat");
        Table rejected = phones.rejected();
        assertThat(rejected.column("name")).containsExactly("Ann", "Ben", "Dan", "Eve", "Fay");
        assertThat(rejected.row("name", "Ann").get("_error")).contains("8.19E+11");
        assertThat(rejected.row("name", "Ben").get("_error")).contains("region");
        assertThat(rejected.column("_error")).allSatisfy(e -> assertThat(e).contains("phone"));
    }

    @Test
    void aLeadingPlusStaysInTheFileAndIsNotSent() {
        Table results = plus.results();
        String phone = results.cell(0, "phone");
        assertThat(phone).startsWith("+8190");
        assertThat(plus.text(plus.resultsFile())).contains("\n" + phone + ",").doesNotContain("'+");
        assertThat(calls(phone.substring(1))).hasSize(1);
    }

    @Test
    void guardsCellsAgainstSpreadsheetsAndTakesTheGuardOffAgain() throws Exception {
        Table results = guarded.results();
        assertThat(results.cell(0, "a")).isEqualTo("'=1+1");
        assertThat(results.cell(0, "b")).isEqualTo("'@x");
        assertThat(results.cell(0, "c")).isEqualTo("-3.5");
        assertThat(results.cell(0, "d")).isEqualTo("'-cmd");
        assertThat(results.cell(0, "e")).isEqualTo("'quoted");
        String again = guarded.text(guarded.resultsFile())
                .replace(results.cell(0, "phone"), Phones.any())
                .replace(results.cell(0, "_reference"), "");
        Drop back = drop("guarded-again", again);
        assertThat(back.results().rows().get(0).subList(2, 7))
                .isEqualTo(results.rows().get(0).subList(2, 7));
    }

    @Test
    void waitsForItsTimeAndNeverSendsWhatExpired() {
        house.until(
                "s-2 and s-3 are over",
                () -> Files.exists(planned.resultsFile())
                        && planned.resultsNow()
                                .row("reference", "s-2")
                                .get("_state")
                                .equals("expired")
                        && planned.resultsNow()
                                .row("reference", "s-3")
                                .get("_state")
                                .equals("completed"));
        Table results = planned.resultsNow();
        assertThat(results.row("reference", "s-1"))
                .containsEntry("_state", "due")
                .containsEntry("_attempts", "0");
        assertThat(results.row("reference", "s-2")).containsEntry("_attempts", "0");
        assertThat(calls(results.row("reference", "s-2").get("phone"))).isEmpty();
        assertThat(planned.summaryFile()).doesNotExist();
        Table rejected = Table.of(planned.text(planned.rejectedFile()), ',');
        assertThat(rejected.column("reference")).containsExactly("s-4", "s-5");
        assertThat(rejected.cell(0, "_error")).contains("send_at").contains("next week");
        assertThat(rejected.cell(1, "_error")).contains("timezone").contains("Mars/Base");
        Instant nine = Instant.parse("2099-01-01T00:00:00Z");
        long id = house.reading().batch(CALL, "planned").orElseThrow().id();
        List<Long> due = new java.util.ArrayList<>();
        try {
            house.reading().batchRecords(id, r -> due.add(r.due()));
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(due).contains(nine.toEpochMilli());
    }

    // ---- what is set aside as a whole

    @Test
    void setsAsideAFileWithTwoColumnsForOneField() {
        assertThat(twoForOne.errorText()).contains("phone").contains("to");
        assertThat(twoForOne.inbox()).doesNotExist();
        assertThat(twoForOne.resultsFile()).doesNotExist();
    }

    @Test
    void setsAsideWhatIsNoCsv() {
        assertThat(empty.errorText()).contains("empty");
        assertThat(binary.errorText()).containsIgnoringCase("excel");
        assertThat(noRecipient.errorText())
                .contains("phone")
                .contains("did you mean")
                .contains("phnoe");
        assertThat(noHeader.errorText()).contains("header");
        assertThat(openQuote.errorText()).contains("quote").contains("2");
        assertThat(Files.exists(empty.resultsFile())).isFalse();
    }

    @Test
    void sendsNothingOfAFileThatTurnsOutGarbledInItsMiddle() {
        assertThat(garbled.errorText()).contains("UTF-8").contains("3003").contains("voicenotify.call.charset");
        assertThat(calls(GARBLED_PHONE)).isEmpty();
        assertThat(house.reading().batch(CALL, "garbled")).isEmpty();
        assertThat(garbled.resultsFile()).doesNotExist();
        assertThat(garbled.rejectedFile()).doesNotExist();
    }

    @Test
    void takesItsRowsOnceTheGarbledFileIsMended() {
        garbled.errorText();
        Drop mended = drop("mended", "phone,name\n" + GARBLED_PHONE + ",Ann\n");
        assertThat(mended.results().column("_state")).containsExactly("completed");
    }

    @Test
    void givesResultsAlsoWhereNothingWasTakenIn() {
        assertThat(headerOnly.results().rows()).isEmpty();
        assertThat(headerOnly.results().header().subList(0, 2)).containsExactly("phone", "name");
        assertThat(headerOnly.summary().get("records").asInt()).isZero();
        assertThat(headerOnly.done()).exists();
        assertThat(nothingLeft.results().rows()).isEmpty();
        assertThat(nothingLeft.rejected().rows()).hasSize(2);
        assertThat(nothingLeft.summary().get("invalidRows").asInt()).isEqualTo(2);
    }

    // ---- duplicates

    @Test
    void tellsDuplicatesWithinAFile() {
        assertThat(inFile.results().column("name")).containsExactly("Ann", "Cat", "Dan");
        Table rejected = inFile.rejected();
        assertThat(rejected.column("name")).containsExactly("Ben", "Cat");
        assertThat(rejected.cell(0, "_error"))
                .startsWith("reference: 'f-1' is known (")
                .contains("not sent again");
        assertThat(rejected.cell(1, "_error")).contains("phone");
        assertThat(inFile.summary().get("duplicates").asInt()).isEqualTo(2);
    }

    @Test
    void tellsDuplicatesAcrossFiles() {
        Table before = plain.results();
        Drop again = drop(
                "across",
                "reference,phone,name\np-1," + Phones.any() + ",Ann\n,"
                        + noReferences.results().cell(0, "phone") + ",Ann\nnew-1," + before.cell(0, "Phone")
                        + ",Ann\n");
        assertThat(again.results().column("_reference")).containsExactly("new-1");
        Table rejected = again.rejected();
        assertThat(rejected.cell(0, "_error"))
                .isEqualTo("reference: 'p-1' is known (batch plain, completed); not sent again");
        assertThat(rejected.cell(1, "_error")).contains("batch no-references, completed");
    }

    @Test
    void setsAsideTheSameBytesWithoutReferences() {
        noReferences.summary();
        Drop again =
                drop("no-references", noReferences.text(noReferences.done())).named("no-references-2");
        assertThat(again.errorText()).contains("no-references").contains("--allow-duplicate");
        assertThat(again.inbox()).doesNotExist();
    }

    @Test
    void tellsEachRowOfTheSameFileWithReferences() {
        plain.summary();
        Drop again = drop("plain", plain.text(plain.done())).named("plain-2");
        assertThat(again.results().rows()).isEmpty();
        assertThat(again.rejected().rows()).hasSize(2);
        assertThat(again.done()).exists();
        assertThat(plain.results().rows()).hasSize(2);
    }

    @Test
    void aCompletedRowThatComesBackInItsResultsIsADuplicate() {
        Table before = noReferences.results();
        Drop back = drop("results-back", noReferences.text(noReferences.resultsFile()));
        assertThat(back.results().rows()).isEmpty();
        assertThat(back.rejected().cell(0, "_error"))
                .startsWith(
                        "reference: '" + before.cell(0, "_reference") + "' is known (batch no-references, completed");
    }

    @Test
    void aRejectedRowIsCorrectedAndDroppedAgain() {
        Table rejected = multiline.rejected();
        Drop mended = drop(
                "multiline.rejected",
                multiline
                        .text(multiline.rejectedFile())
                        .replace("12ab", Phones.any())
                        .replace("\r\n99,", "\r\n" + Phones.any() + ","));
        assertThat(mended.results().column("name")).isEqualTo(rejected.column("name"));
        assertThat(mended.results().column("_state")).containsOnly("completed");
    }

    // ---- folders and names

    @Test
    void leavesAloneWhatIsStillOnItsWay() {
        String text = "phone,name\n" + Phones.any() + ",Ann\n";
        Path inbox = plain.inbox().getParent();
        List<Path> left = List.of(
                inbox.resolve("a.csv.part"),
                inbox.resolve(".hidden.csv"),
                inbox.resolve("b.csv.tmp"),
                inbox.resolve("c.csv.filepart"),
                inbox.resolve("d.csv~"),
                inbox.resolve("notes.txt"));
        left.forEach(p -> House.write(p, text.getBytes(StandardCharsets.UTF_8)));
        drop("behind", "phone,name\n" + Phones.any() + ",Ann\n").summary();
        drop("behind-2", "phone,name\n" + Phones.any() + ",Ann\n").summary();
        assertThat(left).allSatisfy(p -> assertThat(p).exists());
    }

    @Test
    void tellsFilesThatNobodyTakes() {
        Path straight = house.root().resolve("inbox/june.csv");
        Path wrong = house.root().resolve("inbox/voicenotify.cal/july.csv");
        House.write(straight, "phone\n".getBytes(StandardCharsets.UTF_8));
        House.write(wrong, "phone\n".getBytes(StandardCharsets.UTF_8));
        try (Heard log = Heard.of("io.dromedial.intake.Strays")) {
            house.until("both are told", () -> log.lines().size() >= 2);
            drop("before-strays-again", "phone,name\n" + Phones.any() + ",Ann\n")
                    .summary();
            assertThat(log.lines())
                    .as("once each")
                    .containsExactlyInAnyOrder(
                            "inbox/june.csv lies in no operation's folder; move it to inbox/<operation>/",
                            "inbox/voicenotify.cal/july.csv: no operation is named 'voicenotify.cal', and the file stays;"
                                    + " did you mean 'voicenotify.call'?");
        }
        drop("after-strays", "phone,name\n" + Phones.any() + ",Ann\n").summary();
        assertThat(straight).exists();
        assertThat(wrong).exists();
    }

    @Test
    void showsNothingOfAFileInTheLog() {
        String phone = Phones.any();
        try (Heard log = Heard.of("io.dromedial.intake.FileIntake")) {
            Drop bare = drop("bare", phone + ",A text that is nobody else's business,en\n");
            assertThat(bare.errorText()).contains(phone);
            house.until("it is told", () -> log.lines().stream().anyMatch(l -> l.contains("bare.csv")));
            assertThat(log.lines()).noneMatch(l -> l.contains(phone) || l.contains("business"));
        }
    }

    @Test
    void tellsRowByRowWhatTheWholeFileLacks() {
        Drop lacking = drop("lacking", "phone,language\n" + Phones.any() + ",en\n");
        lacking.summary();
        assertThat(lacking.rejected().column("_error").get(0)).contains("message: is missing");
        assertThat(lacking.done()).exists();
    }

    @Test
    void takesACsvInCapitalLettersAndNamesWithBlanks() {
        Path file = plain.inbox().resolveSibling("June 2026 (final) 100%.CSV");
        House.write(file, ("phone,name\n" + Phones.any() + ",Ann\n").getBytes(StandardCharsets.UTF_8));
        Drop june = new Drop(house, CALL, "June 2026 (final) 100%");
        assertThat(june.results().column("_state")).containsExactly("completed");
        assertThat(june.done()).exists();
    }

    @Test
    void aNameMayBeSoLongThatItsFilesJustFit() {
        Drop longest = new Drop(house, CALL, "L".repeat(242));
        House.write(
                longest.inbox(), ("phone,name\n" + Phones.any() + ",Ann\n12ab,Ben\n").getBytes(StandardCharsets.UTF_8));
        assertThat(longest.results().column("_state")).containsExactly("completed");
        assertThat(longest.rejected().column("_line")).containsExactly("3");
        assertThat(longest.done()).exists();
    }

    @Test
    void setsAsideAFileWhoseResultsCouldNotBeNamed() {
        String phone = Phones.any();
        Drop tooLong = new Drop(house, CALL, "M".repeat(251));
        House.write(tooLong.inbox(), ("phone,name\n" + phone + ",Ann\n").getBytes(StandardCharsets.UTF_8));
        house.until("it is set aside", () -> Files.exists(tooLong.error()));
        try (var all = Files.list(tooLong.error().getParent())) {
            assertThat(all.filter(p -> p.getFileName().toString().matches("M{50,}.*\\.error\\.txt")))
                    .singleElement()
                    .satisfies(p -> assertThat(p).content().contains("251 bytes", "242"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(calls(phone)).isEmpty();
        assertThat(tooLong.inbox()).doesNotExist();
    }

    @Test
    void tellsTheRecordAndTheLineOfAnInvalidRowThatWasSent() {
        JsonNode summary = send("sent", "reference,phone,name\n\nsent-1," + Phones.any() + ",Ann\n\nsent-2,12ab,Ben\n");
        assertThat(summary.path("errors")).singleElement().satisfies(error -> {
            assertThat(error.path("position").asInt()).isEqualTo(2);
            assertThat(error.path("reference").asText()).isEqualTo("sent-2");
            assertThat(error.path("line").asInt()).isEqualTo(5);
        });
        assertThat(send("sent-back", "phone,_reference,reference\n12ab,sent-3,\n")
                        .at("/errors/0/reference"))
                .hasToString("\"sent-3\"");
    }

    /** As {@code dromedial send} does. */
    private static JsonNode send(String name, String csv) {
        return json(House.http(HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + house.runtime().managementPort()
                                        + "/api/v1/submit?operation=" + CALL + "&name=" + name))
                        .header("Content-Type", "text/csv")
                        .POST(HttpRequest.BodyPublishers.ofString(csv))
                        .build())
                .body());
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyColumnOfARecordIsSeenOverHttp() {
        plain.summary();
        house.until("planned is taken in", () -> Files.exists(planned.done()));
        String given = "{\"reference\":\"h-1\",\"TO\":\"" + Phones.any() + "\",\"name\":\"Ann\",\"room\":\"12\"}";
        assertThat(house.submit(CALL, "[" + given + "]").statusCode()).isEqualTo(202);
        assertThat(fields("h-1").path("room").asText()).isEqualTo("12");
        assertThat(fields("h-1").path("name").asText()).isEqualTo("Ann");
        assertThat(fields("h-1").has("phone")).isTrue();
        assertThat(fields("h-1").has("TO")).as("under the provider's name").isFalse();
        assertThat(fields("p-1").path("note").asText()).isEqualTo("first");
        assertThat(fields("p-1").has("Phone")).isFalse();
        assertThat(fields("s-1").path("send_at").asText()).isEqualTo("2099-01-01T09:00");
    }

    private static JsonNode fields(String reference) {
        return json(house.manage("GET", "/api/v1/requests?operation=" + CALL + "&reference=" + reference)
                        .body())
                .at("/items/0/fields");
    }

    @Test
    void anEmptyFeedIsNoError() {
        var answer = house.submit(CALL, "[]");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(json(answer.body()).path("accepted").asInt(-1)).isZero();
        assertThat(json(answer.body()).path("errors")).isEmpty();
    }

    @Test
    void callsNobodyTwice() {
        plain.summary();
        var placed = house.simulator().ledger().requests().stream()
                .map(LedgerEntry.Arrived::recipients)
                .flatMap(List::stream)
                .filter(Recipient::placed)
                .collect(Collectors.groupingBy(r -> r.digits() + r.fields().get("message"), Collectors.counting()));
        assertThat(placed.entrySet().stream().filter(e -> e.getValue() > 1)).isEmpty();
    }
}
