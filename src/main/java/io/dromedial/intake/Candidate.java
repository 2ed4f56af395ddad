package io.dromedial.intake;

import io.dromedial.record.Problem;
import java.util.List;
import java.util.function.Function;

/** What a row came to: a record that can go, or everything that is wrong with it. */
public sealed interface Candidate {

    <T> T fold(Function<Draft, T> good, Function<List<Problem>, T> bad);

    record Good(Draft draft) implements Candidate {
        @Override
        public <T> T fold(Function<Draft, T> good, Function<List<Problem>, T> bad) {
            return good.apply(draft);
        }
    }

    record Bad(List<Problem> problems) implements Candidate {
        public Bad {
            problems = List.copyOf(problems);
        }

        /** All problems in one line, each naming its column. */
        public String text() {
            StringBuilder text = new StringBuilder();
            for (Problem problem : problems) {
                text.append(text.isEmpty() ? "" : "; ").append(problem);
            }
            return text.toString();
        }

        @Override
        public <T> T fold(Function<Draft, T> good, Function<List<Problem>, T> bad) {
            return bad.apply(problems);
        }
    }
}
