package io.dromedial.timing;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.csv.CsvFormat;
import io.dromedial.journal.Clearance.Ruling;
import io.dromedial.journal.Clearance.Verdict;
import io.dromedial.provider.Providers;
import io.dromedial.record.Hours;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is never rung, however a list spells it, and what happens while a list can't be read. */
class ListsTest {

    private static final Operations ALL = Providers.load().operations();
    private static final String CALL = "voicenotify.call";
    private static final long NOW = Instant.parse("2026-06-01T03:00:00Z").toEpochMilli();
    private static final Duration LONGER = Duration.ofMinutes(16);

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();

    private Path file() {
        return folder.resolve("do-not-call.csv");
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }

    private static Operation operation(String name) {
        return ALL.find(name).orElseGet(() -> Operation.undeclared(name));
    }

    private OperationRule rule(String operation, Optional<String> region, Optional<NumberQuery> table) {
        Optional<Timing.ListFile> list =
                table.isPresent() ? Optional.empty() : Optional.of(new Timing.ListFile(file(), "config/list"));
        OperationRule rule = new OperationRule(
                new Timing(
                        operation(operation),
                        region,
                        operation.startsWith("acme") ? Optional.of("who") : Optional.empty(),
                        CsvFormat.STANDARD,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        list,
                        table.map(q -> new Timing.ListTable("in crm", q, Duration.ofMinutes(1)))),
                nanos::get);
        rule.look();
        return rule;
    }

    private Verdict verdict(String operation, String region, String list, Map<String, String> fields)
            throws IOException {
        write(list);
        return rule(operation, Optional.ofNullable(region), Optional.empty())
                .judge(fields, NOW)
                .verdict();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            voicenotify.call    |    | phone           | 81903904560   | 81903904560
            voicenotify.call    |    | phone           | 81903904560   | +81 (0)90-3904-5601
            voicenotify.call    |    | phone           | 81903904560   | +81 90 3904 560
            voicenotify.call    |    | phone           | 819039045601  | +８１－９０－３９０４－５６０１
            voicenotify.call    | JP | phone           | 819039045601  | 090-3904-5601
            voicenotify.call    | US | phone           | 819039045601  | +819039045601
            voicenotify.call    | US | phone           | 12125550147   | (212) 555-0147
            routee.campaign     |    | to              | +306912345678 | 306912345678
            voitex.notify-sms   |    | to              | 8451234567    | +1 845 123 4567
            voitex.notify-sms   |    | to              | 8451234567    | 845.123.4567
            voitex.notify-sms   |    | phones          | 8459998888,8451234567 | 1-845-123-4567
            voitex.notify-sms   |    | to              | 2125550147    | 819039045601
            innocalls.bridge    |    | second_callee_number | 201098765432 | +201098765432
            acme.call           |    | who             | +81-90-3904-5601 | 819039045601
            """)
    void comparesNumbersHoweverTheyAreSpelt(String operation, String region, String field, String onWire, String listed)
            throws IOException {
        boolean same = !listed.contains("5601") || onWire.replace("-", "").contains("5601");
        assertThat(verdict(operation, region, listed + "\n", Map.of(field, onWire)))
                .isEqualTo(same ? Verdict.REJECT : Verdict.GO);
    }

    @Test
    void readsANationalNumberByItsRowsOwnCountry() throws IOException {
        Map<String, String> fields = Map.of("Phone.Number", "2125550147", "Phone.CountryCode", "US");
        assertThat(verdict("voice2phone.call", null, "+12125550147\n", fields)).isEqualTo(Verdict.REJECT);
        assertThat(verdict("voice2phone.call", "US", "212-555-0147\n", fields)).isEqualTo(Verdict.REJECT);
    }

    @Test
    void aRecordWithoutANumberPasses() throws IOException {
        assertThat(verdict("voitex.notify-sms", null, "8451234567\n", Map.of("label", "10")))
                .isEqualTo(Verdict.GO);
    }

    @Test
    void aNumberThatCantBeReadIsHeld() throws IOException {
        assertThat(verdict("acme.call", null, "819039045601\n", Map.of("who", "the baker")))
                .isEqualTo(Verdict.HOLD);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            819039045601                                     | REJECT
            # asked us to stop;819039045601                  | REJECT
            name,Phone;Sato,819039045601                     | REJECT
            "Sato, A.",1;name,phone                          | GO
            819039045601,asked us to stop;12125550147,a note | REJECT
            phone                                            | GO
            ''                                               | GO
            """)
    void readsANumberALineAndACsv(String lines, Verdict verdict) throws IOException {
        String text = lines.startsWith("\"") ? "name,phone\n\"Sato, A.\",12125550147" : lines.replace(';', '\n');
        assertThat(verdict(CALL, null, text, Map.of("phone", "819039045601"))).isEqualTo(verdict);
    }

    @Test
    void leavesOutALineThatHoldsNoNumberAndTellsIt() throws IOException {
        write("phone\nsoon\n819039045601\n");
        Map<String, String> fields = Map.of("phone", "819039045601");
        OperationRule rule = rule(CALL, Optional.empty(), Optional.empty());
        assertThat(rule.judge(fields, NOW).verdict()).isEqualTo(Verdict.REJECT);
        assertThat(FileWatch.problems(file(), "config/list", "acme.call.do-not-call", reader()))
                .singleElement()
                .asString()
                .startsWith("config/list:2: column 1 holds no phone number")
                .doesNotContain("soon");
    }

    @Test
    void theExamplesAreTaken() {
        Path lists = Path.of("examples/lists");
        assertThat(FileWatch.problems(lists.resolve("do-not-call.csv"), "numbers", "a key", reader()))
                .isEmpty();
        assertThat(FileWatch.problems(lists.resolve("holidays.csv"), "days", "a key", Holidays::read))
                .isEmpty();
    }

    private static FileWatch.Reader<NumberList> reader() {
        Operation call = operation(CALL);
        return OperationRule.numbers(new Timing(
                call,
                Optional.empty(),
                Optional.empty(),
                new CsvFormat(StandardCharsets.UTF_8, ','),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    @Test
    void holdsWhileAListWasNeverRead() {
        Ruling ruling = rule(CALL, Optional.empty(), Optional.empty()).judge(Map.of("phone", "819039045601"), NOW);
        assertThat(ruling.verdict()).isEqualTo(Verdict.HOLD);
        assertThat(ruling.why()).contains("config/list, which can't be read");
    }

    @Test
    void aListThatGoesAwayStandsForAWhileThenHolds() throws IOException {
        write("819039045601\n");
        OperationRule rule = rule(CALL, Optional.empty(), Optional.empty());
        Files.delete(file());
        rule.look();
        assertThat(rule.judge(Map.of("phone", "819039045601"), NOW).verdict()).isEqualTo(Verdict.REJECT);
        assertThat(rule.judge(Map.of("phone", "12125550147"), NOW).verdict()).isEqualTo(Verdict.GO);
        nanos.addAndGet(LONGER.toNanos());
        rule.look();
        assertThat(rule.judge(Map.of("phone", "12125550147"), NOW).verdict()).isEqualTo(Verdict.HOLD);
        write("12125550147\n");
        rule.look();
        rule.look();
        assertThat(rule.judge(Map.of("phone", "12125550147"), NOW).verdict()).isEqualTo(Verdict.REJECT);
    }

    @Test
    void aListThatIsBeingWrittenIsReadOnceItRests() throws IOException {
        write("819039045601\n");
        OperationRule rule = rule(CALL, Optional.empty(), Optional.empty());
        write("1212");
        rule.look();
        write("12125550147\n819039045601\n");
        rule.look();
        assertThat(rule.judge(Map.of("phone", "819039045601"), NOW).verdict()).isEqualTo(Verdict.REJECT);
        assertThat(rule.judge(Map.of("phone", "12125550147"), NOW).verdict()).isEqualTo(Verdict.GO);
        rule.look();
        assertThat(rule.judge(Map.of("phone", "12125550147"), NOW).verdict()).isEqualTo(Verdict.REJECT);
    }

    @Test
    void aTableIsAskedAgainAndMayBeAway() {
        boolean[] away = {true};
        NumberQuery query = each -> {
            if (away[0]) {
                throw new IllegalStateException("away");
            }
            each.accept("+81 90 3904 5601");
            each.accept(null);
        };
        OperationRule rule = rule(CALL, Optional.empty(), Optional.of(query));
        Map<String, String> listed = Map.of("phone", "819039045601");
        assertThat(rule.judge(listed, NOW).verdict()).isEqualTo(Verdict.HOLD);
        away[0] = false;
        rule.look();
        assertThat(rule.judge(listed, NOW).verdict())
                .as("not asked before its time")
                .isEqualTo(Verdict.HOLD);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        rule.look();
        assertThat(rule.judge(listed, NOW).verdict()).isEqualTo(Verdict.REJECT);
        away[0] = true;
        nanos.addAndGet(LONGER.toNanos());
        rule.look();
        assertThat(rule.judge(Map.of("phone", "12125550147"), NOW).verdict()).isEqualTo(Verdict.HOLD);
    }

    @Test
    void aCalleesDayIsThatOfItsOwnZone() {
        Timing timing = new Timing(
                operation(CALL),
                Optional.empty(),
                Optional.empty(),
                CsvFormat.STANDARD,
                Optional.of(Hours.parse("08:00-20:00")),
                Optional.empty(),
                3,
                Optional.of(ZoneId.of("UTC")),
                Optional.empty(),
                Optional.empty());
        OperationRule rule = new OperationRule(timing, nanos::get);
        long evening = Instant.parse("2026-06-01T23:30:00Z").toEpochMilli();
        Ruling tokyo = rule.judge(Map.of("phone", "819039045601"), evening);
        assertThat(tokyo.quota().days())
                .singleElement()
                .extracting(d -> d.day())
                .isEqualTo(20_606);
        assertThat(tokyo.quota().until())
                .isEqualTo(Instant.parse("2026-06-02T23:00:00Z").toEpochMilli());
        Ruling newYork = rule.judge(Map.of("phone", "12125550147"), evening);
        assertThat(newYork.quota().days())
                .singleElement()
                .extracting(d -> d.day())
                .isEqualTo(20_605);
        assertThat(newYork.quota().most()).isEqualTo(3);
        assertThat(rule.judge(Map.of("phone", "870773111632"), evening).verdict())
                .as("by the clock of UTC")
                .isEqualTo(Verdict.HOLD);
    }

    @Test
    void aDayThatIsTwoDatesCountsOnBoth() {
        Timing timing = new Timing(
                operation(CALL),
                Optional.empty(),
                Optional.empty(),
                CsvFormat.STANDARD,
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        long now = Instant.parse("2026-06-02T05:30:00Z").toEpochMilli();
        Ruling tollFree = new OperationRule(timing, nanos::get).judge(Map.of("phone", "18005551234"), now);
        assertThat(tollFree.quota().days()).extracting(d -> d.day()).contains(20_605, 20_606);
        assertThat(List.of(Verdict.GO)).contains(tollFree.verdict());
    }
}
