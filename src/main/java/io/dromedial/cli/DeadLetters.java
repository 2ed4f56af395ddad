package io.dromedial.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Records that ended dead or rejected. */
@Command(name = "dead-letters", description = "Records that were given up or refused.")
final class DeadLetters extends Group {

    static final String PATH = "/api/v1/dead-letters";

    /** Gives them new attempts. */
    @Command(
            name = "redrive",
            description = "Sends them again, with their attempts counted anew: those that you name, or --all.")
    static final class Redrive implements Callable<Integer> {
        private final Main main;

        @Parameters(paramLabel = "ID", arity = "0..*", description = "only these records")
        private List<String> ids = List.of();

        @Mixin
        private Narrowing narrowing = new Narrowing();

        @Option(names = "--state", paramLabel = "STATE", description = "only those that are dead, or rejected")
        private Optional<String> state = Optional.empty();

        @Option(names = "--all", description = "every one there is")
        private boolean all;

        @Option(names = "--note", paramLabel = "TEXT", description = "kept in the record's history")
        private Optional<String> note = Optional.empty();

        Redrive(Main main) {
            this.main = main;
        }

        @Override
        public Integer call() {
            boolean narrowed = !narrowing.isEmpty() || state.isPresent();
            if ((ids.isEmpty() ? 0 : 1) + (narrowed ? 1 : 0) + (all ? 1 : 0) != 1) {
                throw Failure.usage(
                        "name either the records (ID…), or those of --operation, --batch or --state, or --all");
            }
            if (!ids.isEmpty()) {
                Map<String, String> query = note.map(n -> Map.of("note", n)).orElse(Map.of());
                return OneByOne.post(main, ids, "redrive", query, "is due again");
            }
            Map<String, String> query = narrowing.query();
            state.ifPresent(s -> query.put("state", s));
            if (all) {
                query.put("all", "true");
            }
            note.ifPresent(n -> query.put("note", n));
            String count = Table.count(main.remote().post(PATH + "/redrive", query), "redriven", "dead letter");
            main.terminal().line(count + " due again.");
            return 0;
        }
    }
}
