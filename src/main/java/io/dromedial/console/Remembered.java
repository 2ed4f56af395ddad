package io.dromedial.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Answers that are asked for often: a dear one is reused for twenty times as long as it took. */
final class Remembered<K, V> {

    private static final long CHEAP_NANOS = 20_000_000;
    private static final int REUSE = 20;
    private static final int MOST = 500;
    private final Function<K, V> source;
    private final Map<K, Kept<V>> entries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Kept<V>> eldest) {
            return size() > MOST;
        }
    };

    private record Kept<V>(V value, long took, long at) {
        boolean holds(long now) {
            return took > CHEAP_NANOS && now - at < took * REUSE;
        }
    }

    Remembered(Function<K, V> source) {
        this.source = source;
    }

    synchronized V get(K key) {
        Kept<V> known = entries.get(key);
        if (known != null && known.holds(System.nanoTime())) {
            return known.value();
        }
        long began = System.nanoTime();
        V value = source.apply(key);
        long ended = System.nanoTime();
        entries.put(key, new Kept<>(value, ended - began, ended));
        return value;
    }
}
