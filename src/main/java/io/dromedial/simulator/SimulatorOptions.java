package io.dromedial.simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How a simulator is set up.
 *
 * @param port 0 takes a free one
 * @param token what every dialect expects as its credential
 * @param callDuration from a request to its callback
 * @param callbacks whether there are any
 * @param callbackTries how often a callback that is not answered with 200 is sent in all
 * @param callbackGap between those, growing with each
 * @param magic whether magic numbers have their meaning
 * @param plain counts and accepts, and does nothing else: for benchmarks
 * @param countsOnly whether the ledger keeps no entries
 * @param ledgerFile where each entry is appended and synced before its request is answered
 * @param wrongToken what a request with a wrong credential gets
 */
public record SimulatorOptions(
        int port,
        String token,
        Duration callDuration,
        boolean callbacks,
        CallbackStyle callbackStyle,
        int callbackTries,
        Duration callbackGap,
        boolean magic,
        boolean plain,
        boolean countsOnly,
        Optional<Path> ledgerFile,
        Fault wrongToken,
        Set<String> quirks) {

    public SimulatorOptions {
        quirks = Set.copyOf(quirks);
        if (callbackTries < 1) {
            throw new IllegalArgumentException("callbackTries " + callbackTries + "; expected 1 or more");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    public static SimulatorOptions defaults() {
        return builder().build();
    }

    /** Collects options; what is not said has its default. */
    public static final class Builder {

        private int port;
        private String token = "simulator-token";
        private Duration callDuration = Duration.ofMillis(300);
        private boolean callbacks = true;
        private CallbackStyle callbackStyle = CallbackStyle.ROTATE;
        private int callbackTries = 3;
        private Duration callbackGap = Duration.ofMillis(200);
        private boolean magic = true;
        private boolean plain;
        private boolean countsOnly;
        private Optional<Path> ledgerFile = Optional.empty();
        private Fault wrongToken = Fault.status(401).body("application/json", "{\"error\":\"invalid token\"}");
        private Set<String> quirks = Set.of();

        private Builder() {}

        public Builder port(int wanted) {
            port = wanted;
            return this;
        }

        public Builder token(String wanted) {
            token = wanted;
            return this;
        }

        /** Zero is allowed: the callback goes out as soon as the request is answered. */
        public Builder callDuration(Duration wanted) {
            callDuration = wanted;
            return this;
        }

        public Builder withoutCallbacks() {
            callbacks = false;
            return this;
        }

        public Builder callbackStyle(CallbackStyle wanted) {
            callbackStyle = wanted;
            return this;
        }

        public Builder callbackTries(int tries, Duration gap) {
            callbackTries = tries;
            callbackGap = gap;
            return this;
        }

        public Builder withoutMagic() {
            magic = false;
            return this;
        }

        public Builder countsOnly() {
            countsOnly = true;
            return this;
        }

        /** Only counts and accepts, as fast as can be. */
        public Builder plain() {
            plain = true;
            return countsOnly().withoutCallbacks().withoutMagic();
        }

        public Builder ledgerFile(Path file) {
            ledgerFile = Optional.of(file);
            return this;
        }

        public Builder wrongToken(Fault answer) {
            wrongToken = answer;
            return this;
        }

        public Builder quirks(String... wanted) {
            quirks = Set.of(wanted);
            return this;
        }

        public SimulatorOptions build() {
            return new SimulatorOptions(
                    port,
                    token,
                    callDuration,
                    callbacks,
                    callbackStyle,
                    callbackTries,
                    callbackGap,
                    magic,
                    plain,
                    countsOnly,
                    ledgerFile,
                    wrongToken,
                    quirks);
        }
    }
}
