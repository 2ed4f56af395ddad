package io.dromedial.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A default text in which {@code ${name}} stands for the cell of that column. */
public final class Template {

    private static final Pattern NAME = Pattern.compile("\\$\\{([^}]*)}");
    private final List<String> texts = new ArrayList<>();
    private final List<Integer> cells = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    /** @param cell the place of a column by its name, negative if there is none */
    public Template(String text, ToIntFunction<String> cell) {
        Matcher names = NAME.matcher(text);
        int from = 0;
        while (names.find()) {
            texts.add(text.substring(from, names.start()));
            cells.add(cell.applyAsInt(names.group(1)));
            if (cells.get(cells.size() - 1) < 0) {
                unknown.add(names.group(1));
            }
            from = names.end();
        }
        texts.add(text.substring(from));
    }

    /** Names that are no column here; with one of them there is no text to make. */
    public List<String> unknown() {
        return unknown;
    }

    public String over(List<String> row) {
        if (cells.isEmpty()) {
            return texts.get(0);
        }
        StringBuilder text = new StringBuilder(texts.get(0));
        for (int i = 0; i < cells.size(); i++) {
            int cell = cells.get(i);
            text.append(cell < row.size() ? row.get(cell) : "").append(texts.get(i + 1));
        }
        return text.toString();
    }
}
