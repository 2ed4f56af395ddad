package io.dromedial.intake;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of each file that nobody will take that it lies there: once, and again if it was gone meanwhile. */
final class Strays {

    private static final Logger LOG = LoggerFactory.getLogger(Strays.class);
    private final Supplier<List<String>> found;
    private final Set<String> told = new HashSet<>();

    Strays(Supplier<List<String>> found) {
        this.found = found;
    }

    void tell() {
        List<String> now = found.get();
        told.retainAll(now);
        now.stream().filter(told::add).forEach(LOG::warn);
    }
}
