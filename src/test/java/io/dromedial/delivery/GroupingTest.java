package io.dromedial.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.Candidate;
import io.dromedial.journal.Standing;
import io.dromedial.record.Operation;
import io.dromedial.record.Operation.Grouping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which due records share a request. */
class GroupingTest {

    private long next;

    private Candidate due(long batch, long shared, Map<String, String> fields) {
        next++;
        return new Candidate(next, batch, shared, "r-" + next, fields, Standing.due(0));
    }

    private static List<List<Long>> groups(Grouping grouping, Candidate... candidates) {
        Operation operation = new Operation(
                "acme.call",
                "in groups",
                true,
                List.of(),
                Set.of(),
                Optional.of("to"),
                Optional.empty(),
                Optional.empty(),
                Operation.Numbers.INTERNATIONAL_DIGITS,
                grouping,
                Operation.ResultBy.RESPONSE,
                false,
                Duration.ZERO,
                List.of());
        return Groups.of(operation, List.of(candidates), 10, 3).stream()
                .map(g -> g.stream().map(Candidate::id).toList())
                .toList();
    }

    @Test
    void putsTogetherWhatHasTheSameSharedFields() {
        Grouping grouping = new Grouping(3, 3, List.of("text"), false);
        assertThat(groups(grouping, due(1, 5, Map.of()), due(1, 6, Map.of()), due(2, 5, Map.of()), due(2, 5, Map.of())))
                .containsExactly(List.of(1L, 3L, 4L), List.of(2L));
    }

    @Test
    void keepsBatchesApartWhereTheOperationWantsIt() {
        Grouping grouping = new Grouping(3, 3, List.of("text"), false, Set.of(), true);
        assertThat(groups(grouping, due(1, 5, Map.of()), due(2, 5, Map.of()), due(1, 5, Map.of()), due(2, 6, Map.of())))
                .containsExactly(List.of(1L, 3L), List.of(2L), List.of(4L));
    }

    @Test
    void noCalleeStandsTwiceWhereTheOperationWantsIt() {
        Grouping grouping = new Grouping(3, 3, List.of("text"), true, Set.of("phones"), true);
        Map<String, String> ann = Map.of("to", "1");
        assertThat(groups(
                        grouping,
                        due(1, 5, ann),
                        due(1, 5, ann),
                        due(1, 5, Map.of("to", "2")),
                        due(1, 5, Map.of("phones", "1,2"))))
                .containsExactly(List.of(1L, 3L), List.of(2L), List.of(4L));
    }
}
