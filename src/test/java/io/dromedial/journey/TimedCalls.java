package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.app.Validation;
import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that wait for the callee's own hours, days and turn, and those that are never made. */
abstract class TimedCalls {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SMS = "voitex.notify-sms";
    /** A Tuesday: 22:00 in Tokyo, 08:00 in New York. */
    private static final Instant EVENING = Instant.parse("2026-12-01T13:00:00Z");

    @TempDir
    Path folder;

    private final TestDatabase database;
    private final LaterClock clock = new LaterClock();
    private House house;
    private int files;

    TimedCalls(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void furnish() {
        clock.advance(Duration.between(clock.instant(), EVENING));
        house = House.in(folder, database, SimulatorOptions.builder()).clock(clock);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Drop drop(String... phones) {
        StringBuilder csv = new StringBuilder("reference,phone,message,caller,language\n");
        for (int i = 0; i < phones.length; i++) {
            csv.append("f%d-%d,%s,text %d-%d,815050050080,ja\n".formatted(files, i, phones[i], files, i));
        }
        return house.drop(House.CALL, "timed-" + files++, csv.toString());
    }

    private void config(String file, String text) {
        House.write(house.root().resolve("config").resolve(file), text.getBytes(StandardCharsets.UTF_8));
    }

    private void called(String phone) {
        house.until("a call to " + phone, () -> !house.calls(phone).isEmpty());
    }

    private JsonNode get(String path) {
        try {
            return JSON.readTree(house.manage("GET", path).body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode record(String reference) {
        String id = get("/api/v1/requests?reference=" + reference)
                .path("items")
                .path(0)
                .path("id")
                .asText();
        return get("/api/v1/requests/" + id);
    }

    private void waits(String reference, String... words) {
        house.until(reference + " waits for " + List.of(words), () -> {
            String waitsFor = record(reference).path("waitsFor").asText();
            return List.of(words).stream().allMatch(waitsFor::contains);
        });
    }

    @Test
    void ringsWithinTheHoursOfTheCalleesOwnZone() {
        String tokyo = Phones.any();
        String newYork = "12125550147";
        house.set("voicenotify.call.hours", "mon-fri 08:00-20:00, sat 10:00-16:00")
                .open();
        drop(newYork, tokyo);
        called(newYork);
        waits(
                "f0-1",
                "the allowed hours (mon-fri 08:00-20:00, sat 10:00-16:00) in Asia/Tokyo",
                "until 2026-12-01T23:00:00Z");
        JsonNode held = record("f0-1");
        assertThat(held.path("state").asText()).isEqualTo("due");
        assertThat(held.path("attempts").asInt()).isZero();
        assertThat(held.path("due").asText()).isEqualTo("2026-12-01T23:00:00Z");
        assertThat(house.calls(tokyo)).isEmpty();
        house.again();
        assertThat(record("f0-1").path("due").asText()).isEqualTo("2026-12-01T23:00:00Z");
        clock.advance(Duration.ofHours(10));
        called(tokyo);
    }

    @Test
    void aRedialWaitsForTheHoursLikeAnyOther() {
        String newYork = "12125559486";
        house.set("voicenotify.call.hours", "08:00-20:00")
                .set("voicenotify.call.redial.busy", "1h x1")
                .open();
        drop(newYork);
        house.until(
                "the first call to end",
                () -> record("f0-0").path("attempts").asInt() == 1
                        && record("f0-0").path("state").asText().equals("due"));
        clock.advance(Duration.ofHours(13));
        waits("f0-0", "the allowed hours (08:00-20:00) in America/New_York", "until 2026-12-02T13:00:00Z");
        assertThat(house.calls(newYork)).hasSize(1);
        clock.advance(Duration.ofHours(11));
        house.until("the second call", () -> house.calls(newYork).size() == 2);
    }

    @Test
    void keepsHolidaysAsTheListStandsNow() {
        String tokyo = Phones.any();
        config("holidays.csv", "date,country,name\n2026-12-02,JP,a holiday\n");
        house.set("voicenotify.call.hours", "08:00-20:00")
                .set("voicenotify.call.holidays", "holidays.csv")
                .open();
        drop(tokyo);
        waits("f0-0", "on a day that is no holiday in Asia/Tokyo", "until 2026-12-02T23:00:00Z");
        config("holidays.csv", "date,country,name\n2026-12-02,US,not in Japan\n");
        waits("f0-0", "until 2026-12-01T23:00:00Z");
        clock.advance(Duration.ofHours(10));
        called(tokyo);
    }

    @Test
    void anExpiredRecordIsHeldNoMore() {
        String tokyo = Phones.any();
        house.set("voicenotify.call.hours", "08:00-20:00").open();
        Drop drop = house.drop(
                House.CALL,
                "soon",
                "reference,phone,message,caller,language,expires_at\ne-1," + tokyo
                        + ",hello,815050050080,ja,2026-12-01T15:00:00Z\n");
        waits("e-1", "the allowed hours");
        clock.advance(Duration.ofHours(2));
        assertThat(drop.results().column("_state")).containsExactly("expired");
        assertThat(house.calls(tokyo)).isEmpty();
    }

    @Test
    void anUnknownZoneHoldsUnlessOneIsSet() {
        String ship = "870773111632";
        house.set("voicenotify.call.hours", "08:00-20:00").open();
        drop(ship);
        waits("f0-0", "the time zone of its number, which nobody knows", "voicenotify.call.zone-unknown");
        house.set("voicenotify.call.zone-unknown", "America/New_York").again();
        called(ship);
    }

    @Test
    void neverRingsWhoIsOnTheList() {
        String listed = Phones.any();
        String other = Phones.any();
        config(
                "do-not-call.csv",
                "name,phone\n\"Sato, A.\",+" + listed.substring(0, 2) + " " + listed.substring(2) + "\n");
        house.set("voicenotify.call.do-not-call", "do-not-call.csv").open();
        Drop drop = drop(listed, other);
        assertThat(drop.results().column("_state")).containsExactly("rejected", "completed");
        assertThat(drop.results().column("_attempts")).containsExactly("0", "1");
        assertThat(drop.deadLetters().column("_error"))
                .containsExactly("its number is on the do-not-call list config/do-not-call.csv");
        assertThat(house.calls(listed)).isEmpty();
        config("do-not-call.csv", "phone\n" + other + "\n");
        readAgain(other);
        drop(listed);
        called(listed);
    }

    /** Until the list says no: each try before that is a call. */
    private void readAgain(String phone) {
        house.until(
                "the list to be read again",
                () -> drop(phone).results().column("_state").equals(List.of("rejected")));
    }

    @Test
    void readsWhoIsNeverRungFromATable() throws SQLException {
        String listed = Phones.any();
        String later = Phones.any();
        String url = "jdbc:hsqldb:mem:" + UUID.randomUUID();
        try (Connection crm = DriverManager.getConnection(url);
                Statement sql = crm.createStatement()) {
            sql.execute("CREATE TABLE opted_out (phone VARCHAR(40), since DATE)");
            sql.execute("INSERT INTO opted_out VALUES ('+" + listed + "', CURRENT_DATE)");
            house.set("legacy.crm.url", url)
                    .set("voicenotify.call.do-not-call.datasource", "crm")
                    .set("voicenotify.call.do-not-call.query", "SELECT phone FROM opted_out")
                    .set("voicenotify.call.do-not-call.every", "1s")
                    .open();
            assertThat(drop(listed).results().column("_error"))
                    .containsExactly("its number is on the do-not-call list in the database crm");
            sql.execute("INSERT INTO opted_out VALUES ('" + later + "', CURRENT_DATE)");
            readAgain(later);
        }
        assertThat(house.calls(listed)).isEmpty();
    }

    @Test
    void ringsNobodyMoreOftenThanTheCapAllows() {
        String callee = Phones.any();
        house.set("voicenotify.call.group", "20")
                .set("voicenotify.call.cap", "2/day")
                .open();
        drop(callee, callee, callee, callee, callee);
        house.until("two calls", () -> house.calls(callee).size() == 2);
        waits("f0-4", "another day of its callee", "Asia/Tokyo", "until 2026-12-01T15:00:00Z");
        house.again();
        drop(callee + " ");
        waits("f1-0", "another day of its callee");
        assertThat(house.calls(callee)).hasSize(2);
        clock.advance(Duration.ofHours(3));
        house.until("two more on the next day", () -> house.calls(callee).size() == 4);
        waits("f1-0", "until 2026-12-02T15:00:00Z");
    }

    @Test
    void hoursAreNothingToALabelButAllOfSeveralNumbers() {
        house.set(SMS + ".hours", "08:00-20:00").set(SMS + ".cap", "1/day").open();
        house.drop(
                SMS,
                "many",
                "reference,cid,body,label,phones\nl-1,8459511000,hello,10,\n"
                        + "p-1,8459511000,hello,,\"2125550147,3105550147\"\n");
        house.until(
                "the label is done", () -> record("l-1").path("state").asText().equals("completed"));
        waits("p-1", "America/New_York, America/Los_Angeles", "until 2026-12-01T16:00:00Z");
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        List<String> told = new ArrayList<>();
        config("bad.csv", "phone\n+81903904560\nsoon\n");
        config("bad-days.csv", "2026-02-30\n");
        house.set("voicenotify.call.hours", "8-20")
                .set("voicenotify.call.zone-unknown", "Asia/Tokio")
                .set("voicenotify.call.cap", "often")
                .set("voicenotify.call.do-not-call", "bad.csv")
                .set("voicenotify.call.holidays", "bad-days.csv")
                .set("routee.campaign.do-not-call", "none.csv")
                .set("routee.campaign.do-not-call.datasource", "crm")
                .set("voitex.contact-create.hours", "08:00-20:00")
                .furnish();
        new Validation(house.root(), Map.of()).run(Optional.empty(), List.of()).forEach(f -> told.add(f.text()));
        for (String words : List.of(
                "voicenotify.call.hours is wrong: '8-20' is not a span of hours",
                "voicenotify.call.zone-unknown is 'Asia/Tokio'; expected hold or a time zone",
                "voicenotify.call.cap is 'often'; expected calls a day",
                "config/bad.csv:3: column 1 holds no phone number",
                "config/bad-days.csv:1: '2026-02-30' is not a date",
                "config/none.csv: there is no such file; it is named by routee.campaign.do-not-call",
                "routee.campaign.do-not-call.query is missing",
                "legacy.crm.url is not set",
                "voitex.contact-create.hours has nothing to go by")) {
            assertThat(told).anySatisfy(t -> assertThat(t).contains(words));
        }
    }
}
