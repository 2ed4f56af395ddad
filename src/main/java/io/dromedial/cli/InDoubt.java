package io.dromedial.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Records that may have been sent. */
@Command(name = "in-doubt", description = "Records that may have been sent; never sent again by themselves.")
final class InDoubt extends Group {

    static final String PATH = "/api/v1/in-doubt";

    /** Says what became of them. */
    @Command(
            name = "resolve",
            description = "Says what became of them: sent (their results are waited for) or not-sent (due again).")
    static final class Resolve implements Callable<Integer> {
        private final Main main;

        @Parameters(paramLabel = "ID", arity = "0..*", description = "these records")
        private List<String> ids = List.of();

        @Mixin
        private Narrowing narrowing = new Narrowing();

        @Option(names = "--as", paramLabel = "sent|not-sent", required = true, description = "what became of them")
        private String as;

        @Option(names = "--note", paramLabel = "TEXT", description = "how you know; kept in the record's history")
        private Optional<String> note = Optional.empty();

        Resolve(Main main) {
            this.main = main;
        }

        @Override
        public Integer call() {
            if (!as.equals("sent") && !as.equals("not-sent")) {
                throw Failure.usage("--as: expected sent or not-sent, not '" + as + "'");
            }
            if (ids.isEmpty() == narrowing.isEmpty()) {
                throw Failure.usage("name either the records (ID…), or all of an operation with --operation OP");
            }
            boolean sent = as.equals("sent");
            Map<String, String> query = new HashMap<>(narrowing.query());
            query.put("as", as);
            note.ifPresent(n -> query.put("note", n));
            if (!ids.isEmpty()) {
                return OneByOne.post(main, ids, "resolve", query, sent ? "counts as sent" : "is due again");
            }
            String count = Table.count(main.remote().post(PATH + "/resolve", query), "resolved", "record");
            main.terminal().line(count + (sent ? " declared sent." : " due again."));
            return 0;
        }
    }
}
