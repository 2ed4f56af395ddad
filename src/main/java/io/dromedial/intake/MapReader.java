package io.dromedial.intake;

import io.dromedial.record.Operation;
import io.dromedial.record.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes records of maps (a submission's body, SQL rows): each brings its own names. For one thread at a time. */
public final class MapReader {

    private static final int REMEMBERED = 64;
    private final Operation operation;
    private final IntakeRules rules;
    private final FileShelf shelf;
    private final Flattened flattened;
    private final Map<List<String>, Shape> shapes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Shape> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Shape(Header header, Rows rows) {}

    /** Of which no file is looked for. */
    public MapReader(Operation operation, IntakeRules rules) {
        this(operation, rules, FileShelf.NONE);
    }

    public MapReader(Operation operation, IntakeRules rules, FileShelf shelf) {
        this.operation = operation;
        this.shelf = shelf;
        this.rules = rules;
        this.flattened = new Flattened(new Naming(operation, rules));
    }

    /** Texts by dotted names, as they come back in results. */
    public Map<String, String> flatten(Map<String, ?> record) {
        return flattened.of(record);
    }

    /** @param flat as {@link #flatten} gives it */
    public Candidate read(Map<String, String> flat) {
        List<Problem> unfit = unfit(flat);
        if (!unfit.isEmpty()) {
            return new Candidate.Bad(unfit);
        }
        Shape shape = shapes.computeIfAbsent(new ArrayList<>(flat.keySet()), names -> {
            Header header = Header.loose(operation, names, rules);
            return new Shape(header, Rows.loose(operation, names, header, rules, shelf));
        });
        return shape.header().problems().isEmpty()
                ? shape.rows().read(new ArrayList<>(flat.values()))
                : new Candidate.Bad(shape.header().problems());
    }

    /** Characters that no file and no database can hold. */
    private static List<Problem> unfit(Map<String, String> flat) {
        List<Problem> problems = new ArrayList<>(0);
        flat.forEach((name, text) -> {
            if (text.indexOf(0) >= 0 || !paired(text)) {
                problems.add(
                        new Problem(name, "holds a character that is no text (NUL or half of a pair); take it out"));
            }
        });
        return problems;
    }

    private static boolean paired(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
