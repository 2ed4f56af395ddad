package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.journal.Reading;
import io.dromedial.record.State;
import io.dromedial.simulator.Fault;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.Recipient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of Voitex that goes out: a file in, the request by its document, the results out. */
class VoitexJourneyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NEXT = new AtomicInteger(100);
    private static final String SMS = "voitex.notify-sms";
    private static final String CALL = "voitex.notify-call";
    private static final String UPLOAD = "voitex.recording-upload";
    private static House house;

    @TempDir
    static Path folder;

    @BeforeAll
    static void open() {
        house = House.in(folder).set("voitex.timeout", "8s");
        for (String operation : List.of(
                "notify-sms",
                "notify-call",
                "notification-call",
                "sms",
                "contact-create",
                "contact-update",
                "contact-delete",
                "recording-upload",
                "tts-create")) {
            house.set("voitex." + operation + ".max-attempts", "3")
                    .set("voitex." + operation + ".backoff-initial", "50ms")
                    .set("voitex." + operation + ".backoff-max", "200ms")
                    .set("voitex." + operation + ".result-timeout", "2s");
        }
        house.set("voitex.contact-update.custom-fields", "address, city");
        house.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @AfterEach
    void theDocumentIsKeptTo() {
        assertThat(house.simulator().ledger().requests())
                .flatExtracting(LedgerEntry.Arrived::violations)
                .isEmpty();
    }

    /** A US number that nobody used before; its last four digits decide what becomes of it. */
    private static String ending(String four) {
        return "845" + NEXT.incrementAndGet() + four;
    }

    private static String any() {
        return ending("6200");
    }

    private static LedgerEntry.Arrived request(String number) {
        return house.simulator().ledger().requests().stream()
                .filter(r -> r.recipients().stream().anyMatch(to -> to.digits().equals(number)))
                .reduce((a, b) -> b)
                .orElseThrow(() -> new AssertionError("nothing came for " + number));
    }

    private static Map<String, String> fields(String number) {
        return request(number).recipients().get(0).fields();
    }

    private static JsonNode detail(Table results, int row) {
        try {
            return JSON.readTree(results.cell(row, "_detail"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- notify

    @Test
    void writesToOneNumber() {
        String to = any();
        Table results = house.drop(
                        SMS,
                        "one",
                        "to,from,message,title,to_be_sent,memo\n+1 (" + to.substring(0, 3) + ") " + to.substring(3)
                                + ",8459511000,\"Hi, & bye\",June,2026-07-01 09:00:00,x\n")
                .results();
        assertThat(fields(to))
                .containsEntry("type", "SMS")
                .containsEntry("cid", "8459511000")
                .containsEntry("to", to)
                .containsEntry("body", "Hi, & bye")
                .containsEntry("title", "June")
                .containsEntry("to_be_sent", "2026-07-01 09:00:00")
                .containsEntry("request", "application/x-www-form-urlencoded")
                .doesNotContainKeys("memo", "phones", "from", "message");
        assertThat(results.cell(0, "_state")).isEqualTo("completed");
        assertThat(results.cell(0, "_disposition")).isEmpty();
        assertThat(results.cell(0, "_provider_ref")).startsWith("1_S_" + to);
        assertThat(detail(results, 0).path("request_id").asText()).startsWith("req_");
        assertThat(detail(results, 0).at("/summary/mode").asText()).isEqualTo("single");
    }

    @Test
    void putsWhatDiffersInNothingButTheNumberIntoOneRequest() {
        String a = any();
        String b = ending("6001");
        String c = ending("6002");
        String other = any();
        Table results = house.drop(
                        SMS,
                        "group",
                        "to,cid,body,name\n" + a + ",8459511000,Hi,Ann\n1" + b + ",8459511000,Hi,Bob\n" + other
                                + ",8459511000,Ho,Eve\n" + c + ",8459511000,Hi,Dan\n")
                .results();
        assertThat(fields(a)).containsEntry("phones", a + "," + b + "," + c).doesNotContainKey("to");
        assertThat(fields(other)).containsEntry("to", other).doesNotContainKey("phones");
        assertThat(results.column("_state")).containsExactly("completed", "rejected", "completed", "rejected");
        assertThat(results.cell(1, "_error")).contains("invalid_format");
        assertThat(results.cell(3, "_error")).contains("unallocated_nanp");
        assertThat(results.cell(1, "_provider_code")).isEqualTo("invalid_format");
        assertThat(detail(results, 0).has("invalid")).isFalse();
    }

    @Test
    void sendsNineteenWithOneRequestAndNoneTwiceInIt() {
        StringBuilder text = new StringBuilder("to,cid,body\n");
        String twice = any();
        text.append(twice).append(",8459511000,nineteen\n");
        for (int i = 0; i < 21; i++) {
            text.append(any()).append(",8459511000,nineteen\n");
        }
        text.append(twice).append(",8459511000,nineteen\n");
        Table results = house.drop(SMS, "nineteen", text.toString()).results();
        assertThat(results.column("_state")).containsOnly("completed");
        List<Integer> sizes = house.simulator().ledger().requests().stream()
                .map(LedgerEntry.Arrived::recipients)
                .filter(all -> all.stream()
                        .anyMatch(r -> r.fields().getOrDefault("body", "").equals("nineteen")))
                .peek(all -> assertThat(all.stream().map(Recipient::digits)).doesNotHaveDuplicates())
                .map(List::size)
                .toList();
        assertThat(sizes).contains(19).allMatch(n -> n <= 19);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(23);
    }

    @Test
    void aRowThatIsAListGoesAlone() {
        String a = any();
        String b = ending("6001");
        String c = any();
        Table results = house.drop(
                        SMS,
                        "lists",
                        "reference,to,phones,label,phone_type,cid,body\nlist,,\"" + a + ", 1" + b
                                + "\",,,8459511000,L\nlabel,,,\"10, 15\",\"h, m\",8459511000,L\nnone,,"
                                + ending("6001") + ",,,8459511000,L\none," + c + ",,,,8459511000,L\n")
                .results();
        assertThat(fields(a)).containsEntry("phones", a + "," + b);
        assertThat(fields(c)).containsEntry("to", c);
        assertThat(results.column("_state")).containsExactly("completed", "completed", "rejected", "completed");
        assertThat(detail(results, 0).path("invalid").path(b).asText()).isEqualTo("invalid_format");
        assertThat(results.cell(1, "_provider_ref")).startsWith("G");
        Recipient label = house.simulator().ledger().recipients().stream()
                .filter(r -> r.fields().getOrDefault("label", "").contains(","))
                .findFirst()
                .orElseThrow();
        assertThat(label.fields()).containsEntry("label", "10,15").containsEntry("phone_type", "H,M");
    }

    @Test
    void anyOfTheThreeColumnsNamesARecipient() {
        Table results = house.drop(SMS, "only-phones", "phones,cid,body\n" + any() + ",8459511000,Hi\n")
                .results();
        assertThat(results.cell(0, "_state")).isEqualTo("completed");
        assertThat(house.drop(SMS, "nobody", "cid,body\n8459511000,Hi\n").errorText())
                .contains("no column that names a recipient");
        assertThat(house.drop(CALL, "nobody", "cid,call_type,recording\n8459511000,stream,r\n")
                        .errorText())
                .contains("no column that names a recipient");
    }

    @Test
    void placesCallsOfBothKinds() {
        String stream = any();
        String go = any();
        Table results = house.drop(
                        CALL,
                        "kinds",
                        "to,from,type,call_type,recording,branch_number,route_number,greeting,variables.order\n"
                                + stream
                                + ",8459511000,call,Stream,my_recording,,,,\n" + go
                                + ",8459511000,,goto,,5,8459511000,\"{\"\"text\"\":\"\"Hi\"\"}\",7\n")
                .results();
        assertThat(results.column("_state")).containsOnly("completed");
        assertThat(fields(stream))
                .containsEntry("type", "CALL")
                .containsEntry("call_type", "stream")
                .containsEntry("recording", "my_recording")
                .doesNotContainKeys("branch_number", "greeting");
        assertThat(fields(go))
                .containsEntry("branch_number", "5")
                .containsEntry("route_number", "8459511000")
                .containsEntry("greeting", "{\"text\":\"Hi\"}")
                .containsEntry("variables", "{\"order\":\"7\"}");
    }

    @Test
    void tellsBadRowsBeforeAnythingIsSent() {
        Drop drop = house.drop(
                SMS,
                "bad",
                "to,phones,label,cid,body,phone_type,to_be_sent,type\n" + any() + "," + any() + ",,8459511000,B,,,\n"
                        + ",,,8459511000,B,,,\n" + any() + ",,,8459511000," + "x".repeat(1001) + ",,,\n" + any()
                        + ",,,8459511000,B,X,,\n" + any() + ",,,8459511000,B,,2026-13-01 09:00:00,\n" + any()
                        + ",,,8459511000,B,,,CALL\n,,ten,8459511000,B,,,\n,\"8451234567,845\",,8459511000,B,,,\n"
                        + "+81 90 1234 5678,,,8459511000,B,,,\n");
        Table rejected = drop.rejected();
        assertThat(rejected.size()).isEqualTo(9);
        assertThat(rejected.cell(0, "_error")).contains("exactly one of to, phones, label");
        assertThat(rejected.cell(1, "_error")).contains("exactly one of to, phones, label");
        assertThat(rejected.cell(2, "_error")).contains("body").contains("1000");
        assertThat(rejected.cell(3, "_error")).contains("phone_type").contains("H");
        assertThat(rejected.cell(4, "_error")).contains("to_be_sent").contains("2026-07-01 09:00:00");
        assertThat(rejected.cell(5, "_error")).contains("type").contains("SMS");
        assertThat(rejected.cell(6, "_error")).contains("label");
        assertThat(rejected.cell(7, "_error")).contains("phones");
        assertThat(rejected.cell(8, "_error")).contains("to").contains("+1");
        Table calls = house.drop(
                        CALL,
                        "bad-calls",
                        "to,cid,call_type,recording,branch_number,route_number,greeting,variables\n" + any()
                                + ",8459511000,stream,,,,,\n" + any() + ",8459511000,goto,,5,,,\n" + any()
                                + ",8459511000,goto,,5,8459511000,hello,\n" + any()
                                + ",8459511000,stream,r,,,,{}\n" + any() + ",8459511000,dance,r,,,,\n")
                .rejected();
        assertThat(calls.cell(0, "_error")).contains("recording").contains("sfile_id");
        assertThat(calls.cell(1, "_error")).contains("route_number");
        assertThat(calls.cell(2, "_error")).contains("greeting").contains("JSON");
        assertThat(calls.cell(3, "_error")).contains("variables").contains("goto");
        assertThat(calls.cell(4, "_error")).contains("call_type").contains("stream, goto");
    }

    @Test
    void whatTheProviderDoesNotTakeIsToldAndNothingIsSentTwice() {
        String lost = ending("6100");
        String garbled = ending("6102");
        String odd = ending("6010");
        String busy = ending("6429");
        StringBuilder text = new StringBuilder("to,cid,body\n");
        int n = 0;
        for (String to :
                List.of(ending("6000"), ending("6003"), ending("6400"), busy, ending("6503"), lost, garbled, odd)) {
            text.append(to).append(",8459511000,text ").append(++n).append('\n');
        }
        Drop drop = house.drop(SMS, "faults", text.toString());
        drop.summaryInDoubt();
        Table results = drop.resultsNow();
        assertThat(results.column("_state"))
                .containsExactly(
                        "rejected",
                        "rejected",
                        "rejected",
                        "completed",
                        "completed",
                        "in_doubt",
                        "in_doubt",
                        "in_doubt");
        assertThat(results.cell(0, "_error")).contains("cid is not yours");
        assertThat(results.cell(2, "_error")).contains("400").contains("type must be SMS or CALL");
        assertThat(house.calls(lost)).hasSize(1);
        assertThat(house.calls(busy)).filteredOn(Recipient::placed).hasSize(1);
        assertThat(results.cell(7, "_error")).contains("queued");
    }

    // ---- older endpoints

    @Test
    void placesACallByTheOlderEndpoint() {
        String to = any();
        Drop drop = house.drop(
                "voitex.notification-call",
                "older",
                "cid,to,type,route_number,branch_number,sfile_id\n8459511000," + to + ",Goto,8459511000,8459511000,\n"
                        + "8459511000," + any() + ",stream,8459511000,5,\n8459511000," + any()
                        + ",,8459511000,5,918357\n8459511000," + any() + ",,,5,\n8459511000," + ending("6000")
                        + ",,8459511000,5,\n");
        Table results = drop.results();
        assertThat(results.column("_state")).containsExactly("completed", "rejected");
        assertThat(results.cell(0, "_provider_ref")).startsWith("u7T0um");
        assertThat(fields(to))
                .containsEntry("type", "goto")
                .containsEntry("branch_number", "8459511000")
                .containsEntry("request", "application/x-www-form-urlencoded");
        Table rejected = drop.rejected();
        assertThat(rejected.column("_error").subList(0, 2)).allMatch(e -> e.contains("voitex.notify-call"));
        assertThat(rejected.cell(2, "_error")).contains("route_number");
    }

    @Test
    void aRowForTheOtherEndpointIsToldSoByItsCallType() {
        String to = any();
        Drop drop = house.drop(
                "voitex.notification-call",
                "call-type",
                "cid,to,call_type,recording,route_number,branch_number\n8459511000," + any()
                        + ",stream,hello,8459511000,5\n8459511000," + to + ",goto,,8459511000,5\n");
        assertThat(drop.results().column("_state")).containsExactly("completed");
        assertThat(fields(to)).containsEntry("type", "goto").doesNotContainKey("call_type");
        assertThat(drop.rejected().cell(0, "_error")).startsWith("call_type: ").contains("voitex.notify-call");
    }

    @Test
    void readsTheAnswerToAnSmsThatIsNoJson() {
        String to = any();
        String words = "status\": \"error\", } \"errors\": [";
        Table results = house.drop(
                        "voitex.sms",
                        "sms",
                        "from,to,message\n8459511000," + to + ",\"" + words.replace("\"", "\"\"") + "\"\n8459511000,"
                                + any() + ",plain\n")
                .results();
        assertThat(fields(to)).containsEntry("from", "8459511000").containsEntry("body", words);
        assertThat(results.column("_state")).containsOnly("completed");
        assertThat(results.column("_provider_ref")).allMatch(r -> r.startsWith("u7T0um"));
        assertThat(detail(results, 0).path("did_type").asText()).isEqualTo("TN");
        house.simulator().quirks().set("voitex.sms-json", true);
        Table json = house.drop("voitex.sms", "sms-json", "from,to,body\n8459511000," + any() + ",Hi\n")
                .results();
        house.simulator().quirks().set("voitex.sms-json", false);
        assertThat(json.cell(0, "_provider_ref")).startsWith("u7T0um");
    }

    // ---- library

    private static byte[] wav(int size) {
        byte[] wav = new byte[size];
        System.arraycopy("RIFF....WAVEfmt ".getBytes(StandardCharsets.US_ASCII), 0, wav, 0, 16);
        return wav;
    }

    private static Path beside(String operation, String name, byte[] content) {
        Path file = house.root().resolve("inbox").resolve(operation).resolve(name);
        House.write(file, content);
        return file;
    }

    private static List<Path> copies(String name) {
        try (Stream<Path> all = Files.walk(house.root().resolve("data").resolve("attachments"))) {
            return all.filter(p -> p.getFileName().toString().equals(name)).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | UncheckedIOException e) {
            throw new AssertionError(e);
        }
    }

    private static Recipient upload(String name) {
        return house.simulator().ledger().recipients().stream()
                .filter(r -> r.fields().getOrDefault("display_name", "").equals(name))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    @Test
    void uploadsARecordingAndKeepsItUntilThen() throws Exception {
        byte[] sound = wav(2_000_000);
        Path original = beside(UPLOAD, "june.wav", sound);
        beside(UPLOAD, "sub/other.mp3", "ID3 and so on".getBytes(StandardCharsets.US_ASCII));
        Drop drop = house.drop(
                UPLOAD,
                "uploads",
                "reference,album_number,upload_file,sort_number,display_name,override\nfirst,1,june.wav,,June,\n"
                        + "second,1,sub/other.mp3,5,Other,yes\nthird,1,june.wav,5,Again,\n");
        Table results = drop.results();
        assertThat(results.column("_state")).containsExactly("completed", "completed", "rejected");
        assertThat(results.cell(0, "_provider_ref")).matches("\\d{6}");
        assertThat(results.cell(0, "upload_file")).isEqualTo("june.wav");
        Recipient june = upload("June");
        assertThat(june.fields())
                .containsEntry("request", "multipart/form-data")
                .containsEntry("upload_file", "june.wav")
                .containsEntry("upload_file.type", "audio/wav")
                .containsEntry("upload_file.sha256", sha256(sound))
                .containsEntry("album_number", "1")
                .doesNotContainKeys("sort_number", "override");
        assertThat(original).exists();
        house.until(
                "the completed one's file is gone", () -> copies("other.mp3").isEmpty());
        assertThat(copies("june.wav")).as("of the rejected record").hasSize(1);
        original.toFile().delete();
        long id = record(UPLOAD, "third");
        house.manage("POST", "/api/v1/requests/" + id + "/redrive");
        house.until(
                "it was sent again",
                () -> attempts(id) == 2
                        && house.reading().request(id).orElseThrow().standing().state() == State.REJECTED);
    }

    @Test
    void anUploadThatReplacesIsSentAgainAfterALostAnswerAndAnyOtherIsNot() {
        beside(UPLOAD, "lost.wav", wav(100));
        beside(UPLOAD, "fine.mp3", new byte[] {(byte) 0xff, (byte) 0xfb, 0});
        String header = "album_number,upload_file,sort_number,display_name,override\n";
        house.simulator().faults().next("voitex.upload", Fault.lostAnswer());
        Table again = house.drop(UPLOAD, "replaces", header + "2,lost.wav,1,Replaces,yes\n")
                .results();
        assertThat(again.cell(0, "_state")).isEqualTo("completed");
        assertThat(again.cell(0, "_attempts")).isEqualTo("2");
        house.simulator().faults().next("voitex.upload", Fault.lostAnswer());
        Drop held = house.drop(UPLOAD, "held", header + "2,lost.wav,2,Held,\n2,fine.mp3,3,Fine,\n");
        held.summaryInDoubt();
        assertThat(held.resultsNow().column("_state")).containsExactlyInAnyOrder("in_doubt", "completed");
        house.until(
                "only the file of the one in doubt is kept",
                () -> Stream.of("lost.wav", "fine.mp3")
                                .mapToLong(n -> copies(n).size())
                                .sum()
                        == 1);
    }

    @Test
    void rejectsFilesThatAreNotThereOrNotWhatTheyShouldBe() throws Exception {
        Path secret = house.root().resolve("secret.wav");
        House.write(secret, wav(50));
        Path inbox = beside(UPLOAD, "empty.wav", new byte[0]).getParent();
        beside(UPLOAD, "text.wav", "hello, hello, hello".getBytes(StandardCharsets.US_ASCII));
        beside(UPLOAD, "sound.ogg", wav(50));
        Files.createSymbolicLink(inbox.resolve("link.wav"), secret);
        Files.createSymbolicLink(inbox.resolve("linked"), house.root());
        Drop drop = house.drop(
                UPLOAD,
                "bad",
                "album_number,upload_file,override\n" + "1,nowhere.wav,\n1,../../secret.wav,\n1," + secret
                        + ",\n1,link.wav,\n1,linked/secret.wav,\n1,empty.wav,\n1,text.wav,\n1,sound.ogg,\n1,,\n"
                        + "x,text.wav,yes\n1,.done/x.wav,\n");
        List<String> errors = drop.rejected().column("_error");
        assertThat(errors).hasSize(11).allMatch(e -> e.contains("upload_file"));
        assertThat(errors.get(0)).contains("nowhere.wav").contains("beside the CSV");
        assertThat(errors.subList(1, 5)).allMatch(e -> e.contains("out of the inbox"));
        assertThat(errors.get(5)).contains("empty");
        assertThat(errors.get(6)).contains("holds something else").contains("wav or mp3");
        assertThat(errors.get(7)).contains("wav or mp3");
        assertThat(errors.get(9)).contains("album_number").contains("override").contains("sort_number");
        assertThat(drop.results().rows()).isEmpty();
        assertThat(copies("secret.wav")).isEmpty();
    }

    @Test
    void makesAnMmsOfAnAttachment() {
        byte[] picture = new byte[] {1, 2, 3};
        beside(SMS, "photo.jpg", picture);
        beside(SMS, "more.vcf", picture);
        String a = any();
        String b = any();
        Table results = house.drop(
                        SMS,
                        "mms",
                        "to,cid,body,attachments\n" + a + ",8459511000,Look,\"photo.jpg, more.vcf\"\n" + b
                                + ",8459511000,Look,\"photo.jpg,more.vcf\"\n" + any() + ",8459511000,Look,none.jpg\n")
                .results();
        assertThat(results.column("_state")).containsExactly("completed", "completed");
        assertThat(fields(a))
                .containsEntry("type", "SMS")
                .containsEntry("phones", a + "," + b)
                .containsEntry("attachments", "photo.jpg,more.vcf")
                .containsEntry("attachments.type", "image/jpeg")
                .containsEntry("attachments.sha256", sha256(picture))
                .containsEntry("request", "multipart/form-data");
        assertThat(new Drop(house, SMS, "mms").rejected().cell(0, "_error")).startsWith("attachments: 'none.jpg'");
        house.until("the copies are gone", () -> copies("photo.jpg").isEmpty());
    }

    @Test
    void takesAFileThatARouteNamesFromTheInbox() {
        beside(UPLOAD, "api.wav", wav(60));
        HttpResponse<String> answer =
                house.submit(UPLOAD, "[{\"album_number\":3,\"upload_file\":\"api.wav\",\"display_name\":\"Api\"}]");
        assertThat(answer.statusCode()).isEqualTo(202);
        house.until(
                "it was sent",
                () -> house.simulator().ledger().recipients().stream()
                        .anyMatch(
                                r -> r.fields().getOrDefault("display_name", "").equals("Api")));
        house.until("its copy is gone", () -> copies("api.wav").isEmpty());
    }

    @Test
    void makesARecordingOfAText() {
        Table results = house.drop(
                        "voitex.tts-create",
                        "tts",
                        "album_number,message,type,sort_number,override\n9,Closed on Monday,TTS,15,yes\n9,Hi,,16,no\n")
                .results();
        assertThat(results.column("_state")).containsOnly("completed");
        Recipient tts = house.simulator().ledger().recipients().stream()
                .filter(r -> r.fields().getOrDefault("text", "").equals("Closed on Monday"))
                .findFirst()
                .orElseThrow();
        assertThat(tts.fields())
                .containsEntry("type", "tts")
                .containsEntry("album_number", "9")
                .containsEntry("override", "yes")
                .containsEntry("request", "multipart/form-data")
                .doesNotContainKey("message");
    }

    private static long record(String operation, String reference) {
        Reading.Filter filter = new Reading.Filter(
                Optional.empty(), Optional.of(operation), Optional.of(reference), OptionalLong.empty());
        return house.reading().requests(filter, 0, 1).get(0).id();
    }

    private static long attempts(long id) {
        return house.reading().request(id).orElseThrow().standing().attempts();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- contacts

    @Test
    void keepsContacts() {
        String a = any();
        String b = any();
        String c = any();
        Table created = house.drop(
                        "voitex.contact-create",
                        "create",
                        "phone,phone_type,first_name,last_name,label,function\n\"" + a + ", 1" + b
                                + "\",M,John,Doe,2,x\n")
                .results();
        assertThat(created.cell(0, "_state")).isEqualTo("completed");
        assertThat(created.cell(0, "_provider_ref")).isEmpty();
        assertThat(contact(a))
                .containsEntry("function", "create")
                .containsEntry("phone", a + "," + b)
                .containsEntry("label", "2");
        Table updated = house.drop(
                        "voitex.contact-update",
                        "update",
                        "phone,email,notes,field_a,add_phone,remove_phone,add_label,clear,City,colour\n" + b
                                + ",john@example.com,n,1234," + c + "," + a + ",\"2, 3,7\",first_name,Monsey,red\n")
                .results();
        assertThat(updated.cell(0, "_state")).isEqualTo("completed");
        assertThat(contact(b))
                .containsEntry("function", "update")
                .containsEntry("first_name", "")
                .containsEntry("city", "Monsey")
                .containsEntry("add_label", "2,3,7")
                .doesNotContainKeys("clear", "colour", "last_name", "address");
        Table selected = house.drop("voitex.contact-select", "select", "phone\n" + c + "\n" + a + "\n")
                .results();
        assertThat(selected.column("_state")).containsExactly("completed", "rejected");
        assertThat(selected.cell(1, "_error")).contains("No contact found");
        JsonNode told = detail(selected, 0);
        assertThat(told.at("/contact/first_name").asText()).isEmpty();
        assertThat(told.at("/contact/last_name").asText()).isEqualTo("Doe");
        assertThat(told.at("/contact/city").asText()).isEqualTo("Monsey");
        assertThat(told.path("phones")).hasSize(2);
        assertThat(told.path("labels").toString()).isEqualTo("[2,3,7]");
        Table deleted = house.drop("voitex.contact-delete", "delete", "phone\n" + b + "\n")
                .results();
        assertThat(deleted.cell(0, "_state")).isEqualTo("completed");
    }

    private static Map<String, String> contact(String phone) {
        return house.simulator().ledger().recipients().stream()
                .filter(r -> r.digits().equals(phone))
                .findFirst()
                .orElseThrow()
                .fields();
    }

    @Test
    void aContactThatIsThereIsRefusedUnlessAnAnswerWasLost() {
        String lost = ending("6101");
        String there = any();
        String create = "voitex.contact-create";
        house.drop(create, "there", "phone\n" + there + "\n").results();
        Table again = house.drop(create, "again", "phone\n" + there + "\n" + lost + "\n")
                .results();
        assertThat(again.column("_state")).containsExactly("rejected", "completed");
        assertThat(again.cell(0, "_error")).contains("contact already exists");
        assertThat(again.cell(1, "_attempts")).isEqualTo("2");
        house.simulator().faults().next("voitex.contacts", Fault.lostAnswer());
        Table deleted = house.drop("voitex.contact-delete", "gone", "phone\n" + there + "\n")
                .results();
        assertThat(deleted.cell(0, "_state")).isEqualTo("completed");
        assertThat(deleted.cell(0, "_attempts")).isEqualTo("2");
        Table never = house.drop("voitex.contact-delete", "never", "phone\n" + any() + "\n")
                .results();
        assertThat(never.cell(0, "_state")).isEqualTo("rejected");
    }

    @Test
    void onlyALostAnswerMakesAContactThatIsThereOurs() {
        String there = any();
        String create = "voitex.contact-create";
        house.drop(create, "was-there", "phone\n" + there + "\n").results();
        house.simulator().faults().next("voitex.contacts", Fault.status(503));
        Table busy = house.drop(create, "was-busy", "reference,phone\nbusy," + there + "\n")
                .results();
        assertThat(busy.cell(0, "_attempts")).isEqualTo("2");
        assertThat(busy.cell(0, "_state")).isEqualTo("rejected");
        long id = record(create, "busy");
        house.manage("POST", "/api/v1/requests/" + id + "/redrive");
        house.until(
                "it is refused again",
                () -> attempts(id) == 3
                        && house.reading().request(id).orElseThrow().standing().state() == State.REJECTED);
        house.simulator().faults().next("voitex.contacts", Fault.lostAnswer());
        house.simulator().faults().next("voitex.contacts", Fault.status(503));
        Table lost = house.drop(create, "was-lost", "phone\n" + any() + "\n").results();
        assertThat(lost.cell(0, "_attempts")).isEqualTo("3");
        assertThat(lost.cell(0, "_state")).isEqualTo("completed");
    }

    @Test
    void tellsBadContactRows() {
        Table update = house.drop(
                        "voitex.contact-update",
                        "bad",
                        "phone,phone_type,add_phone,add_phone_type,add_label,clear\n" + any() + ",X,,,,\n" + any()
                                + ",,\"" + any() + "," + any() + "\",,,\n" + any() + ",,,M,,\n" + any()
                                + ",,,,two,\n" + any() + ",,,,,phone\n")
                .rejected();
        assertThat(update.column("_error"))
                .satisfiesExactly(
                        e -> assertThat(e).startsWith("phone_type: ").contains("H, M"),
                        e -> assertThat(e).startsWith("add_phone: "),
                        e -> assertThat(e).startsWith("add_phone_type: ").contains("add_phone"),
                        e -> assertThat(e).startsWith("add_label: "),
                        e -> assertThat(e).startsWith("clear: "));
    }
}
