package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A route that is edited works at once in dev mode, and nothing else stops. */
final class DevelopmentTest {

    private static final String ACME = """
            - route:
                id: acme-call
                from:
                  uri: direct:acme.call
                  steps:
                    - setHeader:
                        name: reference
                        constant: FIRST
            """;

    @TempDir
    Path folder;

    private House house;

    @BeforeEach
    void make() {
        house = House.in(folder).route("acme.camel.yaml", ACME);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private String reference(String name) {
        Drop drop = house.drop("acme.call", name, "no\n" + name + "\n");
        return drop.results().column("_provider_ref").get(0);
    }

    @Test
    void anEditedRouteIsReadAgain() {
        house.dev().open();
        assertThat(reference("one")).isEqualTo("FIRST");
        house.route("acme.camel.yaml", ACME.replace("FIRST", "SECOND"));
        int[] n = {0};
        house.until(
                "the new text is at work", () -> reference("again-" + n[0]++).equals("SECOND"));
        Drop other = house.drop(
                House.CALL, "june", "phone,message,caller,language\n" + Phones.any() + ",Hello,815050500801,en\n");
        assertThat(other.results().column("_state")).containsExactly("completed");
    }

    @Test
    void aBrokenRouteIsToldAndTheOldOneGoesOn() {
        house.dev().open();
        assertThat(reference("one")).isEqualTo("FIRST");
        try (Heard log = Heard.of("io.dromedial.app.Development")) {
            house.route("acme.camel.yaml", ACME + "        - to: nowhere:at-all\n");
            house.until(
                    "it is told", () -> log.lines().stream().anyMatch(l -> l.startsWith("routes/acme.camel.yaml:")));
            assertThat(log.lines()).allMatch(l -> l.endsWith("; the routes that were read before go on"));
        }
        assertThat(reference("two")).isEqualTo("FIRST");
        house.route("acme.camel.yaml", ACME.replace("FIRST", "SECOND"));
        int[] n = {0};
        house.until(
                "the mended text is at work", () -> reference("again-" + n[0]++).equals("SECOND"));
    }

    @Test
    void inProductionTheNextStartReadsIt() {
        house.open();
        house.route("acme.camel.yaml", ACME.replace("FIRST", "SECOND"));
        assertThat(reference("one")).isEqualTo("FIRST");
        house.again();
        assertThat(reference("two")).isEqualTo("SECOND");
    }
}
