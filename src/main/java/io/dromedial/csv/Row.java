package io.dromedial.csv;

import java.util.List;

/**
 * One row as it stands in the file, its cells without the spreadsheet guard.
 *
 * @param line the physical line on which it begins; the first line of a file is 1
 */
public record Row(long line, List<String> cells) {

    public Row {
        cells = List.copyOf(cells);
    }
}
