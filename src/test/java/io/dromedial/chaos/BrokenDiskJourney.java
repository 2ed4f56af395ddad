package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.simulator.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * F11: a file system that finds a fault in itself turns read-only under the open files of the journal. It is checked and
 * mounted again, and the machine goes on: what was written to memory alone is gone by then, as if there had been another
 * boot.
 */
@Tag("chaos")
class BrokenDiskJourney {

    private static final int ROWS = 200;
    private static final int ON_THE_WIRE = Load.ON_THE_WIRE - Load.IN_FLIGHT * Load.GROUP;
    private static final int FAILED = 1;
    private static final Duration LATE = Duration.ofSeconds(5);
    /** Calls are not among them: while the disk is mended, the provider may give up on calling back. */
    private static final List<String> OPERATIONS = List.of(Load.MESSAGES, Load.CAMPAIGNS);

    @TempDir
    Path folder;

    private World world;
    private Site site;

    @BeforeEach
    void open() {
        world = new World(folder);
        site = world.site("home").furnish();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @RepeatedTest(3)
    void losesAndDoublesNothing() throws Exception {
        breaks(false);
    }

    /** What the orderly stop left on the disk says that all is there, and is true no more a moment later. */
    @RepeatedTest(3)
    void losesAndDoublesNothingSoonAfterAnOrderlyStop() throws Exception {
        breaks(true);
    }

    private void breaks(boolean stoppedBefore) throws Exception {
        Path data = site.root().resolve("data");
        try (Mount disk = Mount.ofDisk(data, folder.resolve("disk.img"))) {
            Node node = world.start(site).opened();
            OPERATIONS.forEach(o -> world.load.drop(site, o, ROWS, ""));
            world.untilReceived(OPERATIONS.size() * ROWS);
            // what is in memory gets old, so that what is gone later can't be told from what never was
            Mount.run("sync");
            if (stoppedBefore) {
                assertThat(node.terminate()).as(node.log()).isZero();
                node = world.start(site).opened();
            }
            for (String operation : OPERATIONS) {
                world.simulator.faults().always(operation, Fault.delay(LATE));
            }
            OPERATIONS.forEach(o -> world.load.drop(site, o, ROWS, ""));
            Node breaking = node;
            int taken = stoppedBefore ? OPERATIONS.size() : 2 * OPERATIONS.size();
            world.until("all files are taken in", () -> breaking.told("taken in as batch") == taken);
            // no commit is under way then: one that the disk fails in may be told as kept and be lost, by the kernel
            world.untilReceived(OPERATIONS.size() * ROWS + ON_THE_WIRE);
            disk.fail();
            world.until("it ends", () -> !breaking.alive());
            assertThat(breaking.exit()).as(breaking.log()).isEqualTo(FAILED);
            assertThat(Files.readString(site.log()))
                    .contains("the journal's disk does not keep what is written")
                    .contains("then start again");
            disk.repair();
            world.simulator.faults().clear();
            Node next = world.start(site).opened();
            for (Load.File again : world.load.dropAgain()) {
                world.until(again + " is judged", () -> site.summarised(again.operation(), again.name()));
            }
            world.judged(ON_THE_WIRE);
            assertThat(next.terminate()).as(next.log()).isZero();
        }
    }
}
