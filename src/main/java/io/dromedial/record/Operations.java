package io.dromedial.record;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Every operation that is known: the declared ones, and those that a user's route adds while we run. */
public final class Operations {

    private final Map<String, Operation> byName = new ConcurrentSkipListMap<>();

    public Operations(Collection<Operation> declared) {
        declared.forEach(o -> byName.put(o.name(), o));
    }

    public Optional<Operation> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Adds a user's route as an operation unless one of that name is declared; returns what stands. */
    public Operation addUndeclared(String name) {
        return byName.computeIfAbsent(name, Operation::undeclared);
    }

    public Collection<Operation> all() {
        return byName.values();
    }
}
