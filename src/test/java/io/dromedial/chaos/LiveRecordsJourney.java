package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.simulator.LedgerEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts after a kill beside very many records that still are to be sent: {@code -Dchaos.live} (a million). */
@Tag("chaos")
class LiveRecordsJourney {

    private static final int LIVE = Integer.getInteger("chaos.live", 1_000_000);
    private static final int KILLS = 5;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    @Test
    void doNotHoldUpTheFirstSendAfterAKill() {
        try (World world = new World(folder)) {
            Site site = world.site("home").set("voicenotify.rate", "5").furnish();
            Archive.into(site, world.simulator);
            Node node = Node.start(site);
            world.follow(node).opened();
            world.load.dropCalls(site, LIVE);
            world.until("the file is taken in", () -> node.told("taken in as batch") > 0);
            node.killAfter(0);
            List<Duration> firstSends = new ArrayList<>();
            for (int i = 0; i < KILLS; i++) {
                Node next = world.follow(Node.start(site));
                world.until("a request", () -> firstSend(world, next.began()).isPresent());
                firstSends.add(Duration.between(
                        next.began(), firstSend(world, next.began()).orElseThrow()));
                next.killAfter(500);
            }
            firstSends.sort(null);
            System.out.println(LIVE + " live records, from the start to the first request after " + KILLS + " kills: "
                    + firstSends);
            assertThat(firstSends.get(KILLS / 2)).isLessThanOrEqualTo(LONGEST);
            assertThat(world.verdict().doubled()).isEmpty();
        }
    }

    private static Optional<Instant> firstSend(World world, Instant began) {
        return world.simulator.ledger().requests().stream()
                .map(LedgerEntry.Arrived::at)
                .filter(at -> at.isAfter(began))
                .findFirst();
    }
}
