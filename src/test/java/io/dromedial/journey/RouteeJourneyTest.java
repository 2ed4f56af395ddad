package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;

/** Campaigns, from a dropped file to its results. */
class RouteeJourneyTest {

    private static final String CAMPAIGN = "routee.campaign";
    private static House house;

    @TempDir
    static Path folder;

    @BeforeAll
    static void open() {
        house = House.in(folder)
                .set("routee.campaign.default.from", "302101234567")
                .set("routee.campaign.default.message", "Hello")
                .set("routee.campaign.result-timeout", "8s")
                .set("routee.timeout", "8s")
                .open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void one() {
        Table results = house.drop(CAMPAIGN, "one", "to\n+306912349486\n").results();
        System.out.println(results.text());
        System.out.println(house.simulator().ledger().entries());
        assertThat(results.column("_disposition")).containsExactly("busy");
    }
}
