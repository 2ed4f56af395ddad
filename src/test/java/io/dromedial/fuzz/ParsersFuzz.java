package io.dromedial.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** {@code mvn -Pfuzz -Dtest=ParsersFuzz#csv test}: one target at a time; {@code bench/fuzz SECONDS} runs all. */
class ParsersFuzz {

    @FuzzTest(maxDuration = "7m")
    void csv(byte[] data) {
        FuzzTargets.csv(data);
    }

    @FuzzTest(maxDuration = "7m")
    void record(byte[] data) {
        FuzzTargets.record(data);
    }

    @FuzzTest(maxDuration = "7m")
    void callback(byte[] data) {
        FuzzTargets.callback(data);
    }

    @FuzzTest(maxDuration = "7m")
    void retryAfter(byte[] data) {
        FuzzTargets.retryAfter(data);
    }

    @FuzzTest(maxDuration = "7m")
    void jsonAnswer(byte[] data) {
        FuzzTargets.jsonAnswer(data);
    }

    @FuzzTest(maxDuration = "7m")
    void webhook(byte[] data) {
        FuzzTargets.webhook(data);
    }

    @FuzzTest(maxDuration = "7m")
    void settings(byte[] data) {
        FuzzTargets.settings(data);
    }

    @FuzzTest(maxDuration = "7m")
    void lint(byte[] data) {
        FuzzTargets.lint(data);
    }

    @FuzzTest(maxDuration = "7m")
    void words(byte[] data) {
        FuzzTargets.words(data);
    }
}
