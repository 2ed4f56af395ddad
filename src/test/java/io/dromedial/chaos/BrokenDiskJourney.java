package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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

    private static final int ROWS = 2000;
    private static final int FAILED = 1;

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
        Path data = site.root().resolve("data");
        try (Mount disk = Mount.ofDisk(data, folder.resolve("disk.img"))) {
            Node node = world.start(site).opened();
            world.load.drop(site, ROWS);
            world.untilReceived(ROWS / 4);
            // what is in memory gets old, so that what is gone later can't be told from what never was
            Mount.run("sync");
            world.untilReceived(ROWS / 2);
            disk.fail();
            world.until("it ends", () -> !node.alive());
            assertThat(node.exit()).as(node.log()).isEqualTo(FAILED);
            assertThat(Files.readString(site.log()))
                    .contains("the journal's disk does not keep what is written")
                    .contains("then start again");
            disk.repair();
            Node next = world.start(site).opened();
            for (Load.File again : world.load.dropAgain()) {
                world.until(again + " is judged", () -> site.summarised(again.operation(), again.name()));
            }
            world.judged(Load.ON_THE_WIRE);
            assertThat(next.terminate()).as(next.log()).isZero();
        }
    }
}
