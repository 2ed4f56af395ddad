package io.dromedial.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Numbers that an operation never rings, beside its file and table. */
@Command(
        name = "do-not-call",
        description = "Numbers that an operation never rings, beside those of its file and table.")
final class DoNotCallCommands extends Group {

    static final String PATH = "/api/v1/do-not-call";
    private static final String WHOSE = "whose list";

    @Command(name = "list", description = "Lists them.")
    static final class Listed implements Callable<Integer> {
        private final Main main;

        @Option(names = "--operation", paramLabel = "OP", required = true, description = WHOSE)
        private String operation;

        @Option(names = "--limit", paramLabel = "N", description = "at most so many (${DEFAULT-VALUE})")
        private int limit = 100;

        @Option(names = "--json", description = "as JSON")
        private boolean json;

        Listed(Main main) {
            this.main = main;
        }

        @Override
        public Integer call() {
            ObjectNode list = Records.fetch(main.remote(), PATH, Map.of("operation", operation), limit);
            if (json) {
                main.terminal().json(list);
                return 0;
            }
            if (list.path("items").isEmpty()) {
                main.terminal().line("No number is on the list of " + operation + ".");
                return 0;
            }
            Table table = new Table("number", "since", "why");
            for (JsonNode entry : list.path("items")) {
                table.row(List.of(Table.cell(entry, "number"), Table.time(entry, "notedAt"), Table.cell(entry, "why")));
            }
            table.print(main.terminal());
            return 0;
        }
    }

    @Command(name = "add", description = "Puts a number on the list; its records end rejected, unsent.")
    static final class Add implements Callable<Integer> {
        private final Main main;

        @Parameters(paramLabel = "NUMBER", description = "with its country code, e.g. +81903904560")
        private String number;

        @Option(names = "--operation", paramLabel = "OP", required = true, description = WHOSE)
        private String operation;

        @Option(names = "--why", paramLabel = "TEXT", description = "stands in each such record's history")
        private Optional<String> why = Optional.empty();

        Add(Main main) {
            this.main = main;
        }

        @Override
        public Integer call() {
            Map<String, String> query = new HashMap<>(Map.of("operation", operation, "number", number));
            why.ifPresent(w -> query.put("why", w));
            boolean added = main.remote().post(PATH, query).path("added").asBoolean();
            main.terminal().line(added ? "It is never rung by " + operation + "." : "It stood there already.");
            return 0;
        }
    }

    @Command(name = "remove", description = "Takes a number off the list.")
    static final class Remove implements Callable<Integer> {
        private final Main main;

        @Parameters(paramLabel = "NUMBER", description = "with its country code, e.g. +81903904560")
        private String number;

        @Option(names = "--operation", paramLabel = "OP", required = true, description = WHOSE)
        private String operation;

        Remove(Main main) {
            this.main = main;
        }

        @Override
        public Integer call() {
            JsonNode answer = main.remote().post(PATH + "/remove", Map.of("operation", operation, "number", number));
            if (!answer.path("removed").asBoolean()) {
                throw Failure.failed("the number is not on the list of " + operation);
            }
            main.terminal().line("It may be rung by " + operation + " again, unless a file or table says no.");
            return 0;
        }
    }
}
