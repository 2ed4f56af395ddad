package io.dromedial.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stops and goes on with a provider. */
final class ProviderCommands {

    private ProviderCommands() {}

    private static JsonNode post(Main main, String provider, String action, Map<String, String> query) {
        if (!provider.matches("[A-Za-z0-9._-]+")) {
            throw Failure.usage("'" + provider + "' is no provider; expected one as in: dromedial status");
        }
        return main.remote().post("/api/v1/providers/" + provider + "/" + action, query);
    }

    @Command(
            name = "pause",
            description = "Sends nothing more through a provider, over restarts too; records stay due.")
    static final class Pause implements Callable<Integer> {
        private final Main main;

        @Parameters(paramLabel = "PROVIDER", description = "e.g. voicenotify")
        private String provider;

        @Option(names = "--reason", paramLabel = "TEXT", description = "told wherever the pause shows")
        private Optional<String> reason = Optional.empty();

        Pause(Main main) {
            this.main = main;
        }

        @Override
        public Integer call() {
            post(main, provider, "pause", reason.map(r -> Map.of("reason", r)).orElse(Map.of()));
            main.terminal().line(provider + " is paused; to go on: dromedial resume " + provider);
            return 0;
        }
    }

    @Command(name = "resume", description = "Goes on with a paused provider.")
    static final class Resume implements Callable<Integer> {
        private final Main main;

        @Parameters(paramLabel = "PROVIDER", description = "e.g. voicenotify")
        private String provider;

        Resume(Main main) {
            this.main = main;
        }

        @Override
        public Integer call() {
            boolean on = post(main, provider, "resume", Map.of()).path("on").asBoolean();
            main.terminal()
                    .line(on ? provider + " goes on." : provider + " is not paused, but off: its keys are not set.");
            return 0;
        }
    }
}
