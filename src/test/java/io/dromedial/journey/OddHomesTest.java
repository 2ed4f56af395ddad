package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Homes in folders whose names mean something to URIs, patterns and lists. */
final class OddHomesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a+b", "50% of %20", "who? #1 & more", "one, two; three", "日本 家", "RAW(x){{y}}*[z]"})
    void serveLikeAnyOther(String name, @TempDir Path folder) {
        try (House house = House.at(folder.resolve(name))) {
            Drop drop = house.drop(
                    House.CALL, "june", "phone,message,caller,language\n" + Phones.any() + ",Hello,815050500801,en\n");
            house.open();
            assertThat(drop.results().column("_state")).containsExactly("completed");
            assertThat(drop.done()).exists();
        }
    }
}
