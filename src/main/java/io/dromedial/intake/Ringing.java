package io.dromedial.intake;

import io.dromedial.record.Operation;
import io.dromedial.record.Operation.Numbers.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The telephones that an operation's records ring, read back from their fields as they stand on the wire, and numbers
 * of lists that are compared with them. For one thread at a time.
 */
public final class Ringing {

    private final Operation operation;
    private final Optional<String> region;
    private final List<String> columns;
    private final PhoneReader reader;

    /**
     * What a record rings.
     *
     * @param numbers in E.164 without the plus
     * @param unreadable whether a number is given that can't be read
     */
    public record Rung(List<String> numbers, boolean unreadable) {}

    /**
     * @param region as {@code <operation>.region}
     * @param callee the column of the number that rings, for an operation that declares none
     */
    public Ringing(Operation operation, Optional<String> region, Optional<String> callee) {
        this.operation = operation;
        this.region = region;
        this.columns = operation.ringing().isEmpty() ? callee.stream().toList() : operation.ringing();
        this.reader = new PhoneReader(operation, region);
    }

    /** Whether its records have callees at all. */
    public boolean possible() {
        return !columns.isEmpty();
    }

    /** None of a record that names its recipients otherwise, by a label or a group. */
    public Rung of(Map<String, String> fields) {
        String rowRegion = operation.numbers().regionColumn().map(fields::get).orElse("");
        List<String> numbers = new ArrayList<>(1);
        boolean unreadable = false;
        for (String column : columns) {
            for (String text : fields.getOrDefault(column, "").split(",")) {
                if (text.isBlank()) {
                    continue;
                }
                Optional<String> number = onWire(text.strip(), rowRegion);
                number.ifPresent(numbers::add);
                unreadable |= number.isEmpty();
            }
        }
        return new Rung(numbers, unreadable);
    }

    /** Where the wire shows the country code, the digits are international whatever the region is. */
    private Optional<String> onWire(String text, String rowRegion) {
        Wire wire = operation.numbers().wire();
        return wire == Wire.DIGITS || wire == Wire.PLUS_DIGITS ? international(text) : local(text, rowRegion);
    }

    private Optional<String> local(String text, String rowRegion) {
        try {
            String digits = reader.read(text, rowRegion, "").digits();
            // a number whose country nobody told is none
            return Optional.of(digits)
                    .filter(d -> !operation.numbers().regionColumn().isPresent()
                            || !rowRegion.isEmpty()
                            || text.startsWith("+"));
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    private static Optional<String> international(String text) {
        String plain = PhoneText.plain(text);
        String digits = plain.startsWith("+") ? plain.substring(1) : plain;
        try {
            return digits.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Numbering.international(digits).digits());
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    /**
     * A number as a list may spell it: like a cell of the operation's files, or international, with or without a plus.
     * In E.164 without the plus; empty for what is no number.
     */
    public Optional<String> listed(String text) {
        Optional<String> asInFiles = local(text.strip(), region.orElse(""));
        return asInFiles.isPresent() ? asInFiles : international(text.strip());
    }
}
