package io.dromedial.console;

import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Walks a long list page by page. */
final class Stepping {

    private Stepping() {}

    /** Everything behind {@code after}, read as it is asked for. */
    static <T> Stream<T> through(LongFunction<List<T>> pages, ToLongFunction<T> id, long after) {
        return Stream.iterate(
                        pages.apply(after),
                        page -> !page.isEmpty(),
                        page -> pages.apply(id.applyAsLong(page.get(page.size() - 1))))
                .flatMap(List::stream);
    }
}
