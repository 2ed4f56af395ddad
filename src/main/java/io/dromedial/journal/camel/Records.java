package io.dromedial.journal.camel;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The records in a body, one after the other, read only as they are taken. Closing it closes what it reads. */
final class Records implements Iterator<Object>, AutoCloseable {

    private static final String EXPECTED = "expected a Map, or a List, Iterable, Iterator, Stream or array of Maps";
    private final Iterator<?> rest;
    private final Object closed;
    private Object first;

    /** @param first already taken from the rest; null for none */
    private Records(Object first, Iterator<?> rest, Object closed) {
        this.first = first;
        this.rest = rest;
        this.closed = closed;
    }

    /** @throws IllegalArgumentException if it holds no records; then nothing was taken from it but the first */
    static Records of(Object body) {
        if (body == null) {
            throw new IllegalArgumentException("journal:submit got no body; " + EXPECTED);
        }
        if (body instanceof Map<?, ?> one) {
            return new Records(one, Collections.emptyIterator(), one);
        }
        Iterator<?> all = iterator(body);
        return new Records(all.hasNext() ? checked(all.next()) : null, all, body);
    }

    private static Iterator<?> iterator(Object body) {
        if (body instanceof Iterator<?> iterator) {
            return iterator;
        }
        if (body instanceof java.nio.file.Path) {
            throw unreadable(body);
        }
        if (body instanceof Iterable<?> iterable) {
            return iterable.iterator();
        }
        if (body instanceof Stream<?> stream) {
            return stream.iterator();
        }
        if (body instanceof Object[] array) {
            return Arrays.asList(array).iterator();
        }
        throw unreadable(body);
    }

    private static IllegalArgumentException unreadable(Object body) {
        return new IllegalArgumentException("journal:submit got a " + kind(body) + "; " + EXPECTED
                + ". Text, bytes and files are to be unmarshalled first, for example with json or csv (useMaps)");
    }

    /** Lists of cells or lines of text are a mistake in the route, told before anything is taken in. */
    private static Object checked(Object first) {
        if (!(first instanceof Map)) {
            throw new IllegalArgumentException("journal:submit got a list whose first record is "
                    + (first == null ? "nothing" : "a " + kind(first)) + "; " + EXPECTED + ". For csv, set useMaps");
        }
        return first;
    }

    private static String kind(Object value) {
        if (value instanceof List) {
            return "List";
        }
        String name = value.getClass().getSimpleName();
        return name.isEmpty() ? value.getClass().getName() : name;
    }

    @Override
    public boolean hasNext() {
        return first != null || rest.hasNext();
    }

    @Override
    public Object next() {
        if (first == null) {
            return rest.next();
        }
        Object taken = first;
        first = null;
        return taken;
    }

    @Override
    public void close() throws Exception {
        if (closed instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
