package io.dromedial.record;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** Every operation that is known: the declared ones, and those that a user's route adds while we run. */
public final class Operations {

    private final Map<String, Operation> byName = new ConcurrentSkipListMap<>();

    private final Set<String> inbound;

    public Operations(Collection<Operation> declared) {
        this(declared, Set.of());
    }

    /** @param inbound operations that come to us: a route of that name answers, and nothing can be sent */
    public Operations(Collection<Operation> declared, Set<String> inbound) {
        declared.forEach(o -> byName.put(o.name(), o));
        this.inbound = Set.copyOf(inbound);
    }

    /** Names of operations that come to us. They are none of {@link #all}. */
    public Set<String> inbound() {
        return inbound;
    }

    public Optional<Operation> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * Adds a user's route as an operation unless one of that name is declared; returns what stands. A route that answers
     * an inbound operation adds none.
     */
    public Operation addUndeclared(String name) {
        if (inbound.contains(name)) {
            return Operation.undeclared(name);
        }
        return byName.computeIfAbsent(name, Operation::undeclared);
    }

    /** Adds an operation that configuration declares. */
    public void add(Operation operation) {
        byName.put(operation.name(), operation);
    }

    public Collection<Operation> all() {
        return byName.values();
    }
}
