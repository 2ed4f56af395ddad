package io.dromedial.intake;

import io.dromedial.csv.CsvFault;
import io.dromedial.record.Column;
import io.dromedial.record.Operation;
import io.dromedial.record.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the columns of one file mean for its operation. */
public final class Header {

    private final HeaderPlan plan;
    private final List<String> names;
    private final int[] kept;
    private final boolean asItStands;
    private final int width;

    private Header(HeaderPlan plan, int width) {
        this.plan = plan;
        this.width = width;
        this.names = plan.keptNames();
        this.kept = plan.kept().stream().mapToInt(Integer::intValue).toArray();
        this.asItStands = kept.length == width && plan.ownReference() < 0;
    }

    /** Throws {@link CsvFault} where no row could become a record: a column stands twice, or is missing. */
    public static Header of(Operation operation, List<String> columns, IntakeRules rules) {
        HeaderPlan plan = new HeaderPlan(operation, columns, rules);
        new HeaderCheck(operation, columns, plan).run();
        return new Header(plan, columns.size());
    }

    /** For records that bring their own names: {@link #problems} and missing columns are each record's. */
    static Header loose(Operation operation, List<String> columns, IntakeRules rules) {
        return new Header(new HeaderPlan(operation, columns, rules), columns.size());
    }

    /** The original columns as they come back in results: all but those that begin with {@code _}. */
    public List<String> names() {
        return names;
    }

    /**
     * The row's cells under {@link #names}, empty ones added at its end. A {@code _reference} that stands in for
     * {@code reference} is kept as that, so that a row which is set aside again does not lose it.
     */
    public List<String> kept(List<String> cells) {
        if (asItStands && cells.size() == width) {
            return cells;
        }
        List<String> row = new ArrayList<>(kept.length);
        for (int cell : kept) {
            String text = cell < cells.size() ? cells.get(cell) : "";
            row.add(cell == plan.referenceCell() && text.isBlank() ? at(cells, plan.ownReference()) : text);
        }
        return row;
    }

    /** What is worth telling once a file: columns that are kept and not sent. */
    public List<String> warnings() {
        return plan.warnings();
    }

    /** Columns that each row needs and that neither the header nor a default brings. */
    public List<String> missing() {
        return plan.slots().stream()
                .filter(s -> s.column().required() && !s.inHeader() && !s.hasDefault())
                .map(s -> Naming.withCommon(s.column()))
                .toList();
    }

    List<Problem> problems() {
        return plan.problems();
    }

    List<Slot> slots() {
        return plan.slots();
    }

    int width() {
        return width;
    }

    /** The user's own name for the row: of {@code reference}, else of {@code _reference}. */
    String reference(List<String> cells) {
        String reference = at(cells, plan.referenceCell()).strip();
        return reference.isEmpty() ? at(cells, plan.ownReference()).strip() : reference;
    }

    /** The user's own name for the column of references, where there is one. */
    Optional<String> referenceColumn() {
        int cell = plan.referenceCell();
        return cell < 0
                ? Optional.empty()
                : Optional.of(cell == plan.ownReference() ? Naming.REFERENCE : plan.name(cell));
    }

    /** Text of one of our own columns or its default; empty for none. */
    String ours(String name, List<String> cells) {
        Slot slot = plan.ours().get(name);
        return slot == null ? "" : slot.text(cells).strip();
    }

    /** The slot of a field by any of its names. */
    Slot slot(String name) {
        return plan.slot(name);
    }

    /** The column's name as the user wrote it. */
    String shown(String field) {
        Slot slot = plan.slot(field);
        return slot == null ? part(field) : slot.shown();
    }

    /** Of a part of a column: its own column where there is one, else the column that holds it. */
    private String part(String field) {
        int dot = field.indexOf('.');
        Slot whole = dot < 0 ? null : plan.slot(field.substring(0, dot));
        return whole == null
                ? field
                : whole.parts().stream()
                        .filter(p -> p.key().equals(field.substring(dot + 1)))
                        .findFirst()
                        .map(p -> plan.name(p.cell()))
                        .orElse(whole.shown());
    }

    private static String at(List<String> cells, int cell) {
        return cell >= 0 && cell < cells.size() ? cells.get(cell) : "";
    }

    static String example(Column column) {
        return column.example().isEmpty() ? "81901234567" : column.example();
    }
}
