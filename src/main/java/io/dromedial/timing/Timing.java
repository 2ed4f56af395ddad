package io.dromedial.timing;

import io.dromedial.csv.CsvFormat;
import io.dromedial.record.Hours;
import io.dromedial.record.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the configuration says about when an operation may ring whom.
 *
 * @param region as {@code <operation>.region}
 * @param callee the column that rings, for an operation that declares none
 * @param format of its lists
 * @param cap calls of one callee in a day; 0 for no cap
 * @param otherwise where callees are whose zone nobody knows; empty to hold their records
 */
public record Timing(
        Operation operation,
        Optional<String> region,
        Optional<String> callee,
        CsvFormat format,
        Optional<Hours> hours,
        Optional<ListFile> holidays,
        int cap,
        Optional<ZoneId> otherwise,
        Optional<ListFile> doNotCall,
        Optional<ListTable> doNotCallTable) {

    /** @param shown what the user calls it: {@code config/holidays.csv} */
    public record ListFile(Path file, String shown) {}

    /** @param shown what the user calls it */
    public record ListTable(String shown, NumberQuery query, Duration every) {}

    /** Whether it says anything at all. */
    public boolean any() {
        return zoned() || listed();
    }

    /** Whether the callee's zone matters. */
    boolean zoned() {
        return hours.isPresent() || holidays.isPresent() || cap > 0;
    }

    boolean listed() {
        return doNotCall.isPresent() || doNotCallTable.isPresent();
    }

    /** All that is wrong with its files, each with its line. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        holidays.ifPresent(h -> problems.addAll(
                FileWatch.problems(h.file(), h.shown(), operation.name() + ".holidays", Holidays::read)));
        doNotCall.ifPresent(l -> problems.addAll(FileWatch.problems(
                l.file(), l.shown(), operation.name() + ".do-not-call", OperationRule.numbers(this))));
        return problems;
    }
}
