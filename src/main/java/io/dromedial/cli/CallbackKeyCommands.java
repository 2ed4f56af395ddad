package io.dromedial.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The key that signs the tokens of callback URLs. */
@Command(name = "callback-key", description = "The key that signs the tokens of callback URLs.")
final class CallbackKeyCommands extends Group {

    @Command(
            name = "rotate",
            description = "Signs new tokens with a new key; those out there are taken until their time, or until the"
                    + " next change but one.")
    static final class Rotate implements Callable<Integer> {
        private final Main main;

        Rotate(Main main) {
            this.main = main;
        }

        @Override
        public Integer call() {
            JsonNode answer = main.remote().post("/api/v1/callback-key/rotate", Map.of());
            main.terminal()
                    .line("Key " + answer.path("key").asInt() + " signs from "
                            + answer.path("signsFrom").asText()
                            + "; tokens of the key before it are taken until their time, older ones no more.");
            return 0;
        }
    }
}
