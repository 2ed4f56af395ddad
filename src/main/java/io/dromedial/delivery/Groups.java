package io.dromedial.delivery;

import io.dromedial.journal.Candidate;
import io.dromedial.record.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts candidates that may share a request together, in their order: no callee twice where that matters, and those that
 * must go alone by themselves.
 */
final class Groups {

    private Groups() {}

    static List<List<Candidate>> of(Operation operation, List<Candidate> candidates, int groups, int size) {
        if (size == 1) {
            return candidates.stream().limit(groups).map(List::of).toList();
        }
        Map<Key, List<Open>> open = new LinkedHashMap<>();
        List<List<Candidate>> all = new ArrayList<>();
        for (Candidate c : candidates) {
            if (c.fields().keySet().stream().anyMatch(operation.grouping().alone()::contains)) {
                if (all.size() < groups) {
                    all.add(List.of(c));
                }
                continue;
            }
            List<Open> ofKey = open.computeIfAbsent(Key.of(operation, c), k -> new ArrayList<>());
            String callee = operation.grouping().distinctCallees()
                    ? operation
                            .callee()
                            .map(f -> c.fields().getOrDefault(f, ""))
                            .orElse("")
                    : "";
            Open room = ofKey.stream()
                    .filter(o -> o.takes(callee, size))
                    .findFirst()
                    .orElse(null);
            if (room == null && all.size() < groups) {
                room = new Open(new ArrayList<>(), new HashSet<>());
                ofKey.add(room);
                all.add(room.members());
            }
            if (room != null) {
                room.members().add(c);
                room.callees().add(callee);
            }
        }
        return all;
    }

    /** What the records of one request have in common. */
    private record Key(long batch, long shared) {
        static Key of(Operation operation, Candidate c) {
            return new Key(operation.grouping().withinBatch() ? c.batch() : 0, c.groupKey());
        }
    }

    private record Open(List<Candidate> members, Set<String> callees) {
        boolean takes(String callee, int size) {
            return members.size() < size && (callee.isEmpty() || !callees.contains(callee));
        }
    }
}
