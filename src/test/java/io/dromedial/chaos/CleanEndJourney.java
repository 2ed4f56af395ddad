package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.simulator.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orderly ends under load, and starts that are refused or hold back. */
class CleanEndJourney {

    @TempDir
    Path folder;

    private World world;

    @BeforeEach
    void open() {
        world = new World(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** F04. */
    @Test
    void aTermUnderLoadLeavesNothingInDoubt() {
        Node node = world.start(world.site("home").furnish()).opened();
        world.load.drop(node.site(), 200);
        world.untilReceived(50);
        assertThat(node.terminate()).as(node.log()).isZero();
        long sent = world.received();
        assertThat(sent).as("stopped in the middle").isLessThan(200);
        Node next = world.start(node.site()).opened();
        world.judged(0);
        assertThat(next.terminate()).as(next.log()).isZero();
    }

    /** F04: what does not answer within the limit is in doubt, and only that. */
    @Test
    @Tag("chaos")
    void aTermEndsWithinItsLimitWhateverTheProviderDoes() {
        Node node = world.start(world.site("home").set("dromedial.drain", "1s").furnish())
                .opened();
        world.simulator.faults().clear();
        world.simulator.faults().always("*", Fault.hang(true));
        world.load.drop(node.site(), 200);
        world.until("requests hang", () -> !world.simulator.faults().pending().isEmpty() && world.received() > 0);
        assertThat(node.terminate()).as(node.log()).isZero();
        world.simulator.faults().clear();
        Node next = world.start(node.site()).opened();
        world.judged(Load.ON_THE_WIRE);
        assertThat(next.terminate()).as(next.log()).isZero();
    }

    /** F47. */
    @Test
    void aJournalOfANewerVersionIsRefused() throws SQLException {
        Node node = world.start(world.site("home").furnish()).opened();
        assertThat(node.terminate()).as(node.log()).isZero();
        try (Connection connection = DriverManager.getConnection(
                        JournalEvidence.writable(node.site().root()));
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO \"schema_version\" SELECT (SELECT MAX(\"installed_rank\") FROM"
                    + " \"schema_version\") + 1, '9999', 'of tomorrow',"
                    + " \"type\", 'V9999__of_tomorrow.sql', \"checksum\", \"installed_by\", \"installed_on\","
                    + " \"execution_time\", \"success\" FROM \"schema_version\" WHERE \"version\" = '2'");
        }
        Node refused = world.start(node.site());
        assertThat(refused.exit()).as(refused.log()).isEqualTo(2);
        assertThat(refused.log()).contains("the journal was written by a newer version of Dromedial");
    }

    /** F48. */
    @Test
    void aRestoredJournalSendsNothingUntilSomeoneSaysResume() throws IOException {
        Node node = world.start(world.site("home").furnish()).opened();
        provider(node, "routee", "pause");
        world.load.drop(node.site(), 100);
        world.untilReceived(60);
        assertThat(node.terminate()).as(node.log()).isZero();
        Path data = node.site().root().resolve("data");
        Path backup = folder.resolve("backup");
        Folders.copy(data.resolve("journal"), backup);
        Node later = world.start(node.site()).opened();
        provider(later, "routee", "resume");
        world.judged(0);
        assertThat(later.terminate()).as(later.log()).isZero();
        long sent = world.received();

        Folders.remove(data.resolve("journal"));
        Folders.copy(backup, data.resolve("journal"));
        Node restored = world.start(node.site()).opened();
        String status = restored.ask("GET", "/api/v1/status", "").body();
        assertThat(status).contains("the journal holds less than it did");
        assertThat(restored.terminate()).as(restored.log()).isZero();
        Node again = world.start(node.site()).opened();
        assertThat(world.received())
                .as("nothing was sent, by the restart neither")
                .isEqualTo(sent);
        provider(again, "routee", "resume");
        world.until("it goes on", () -> world.received() > sent);
        assertThat(again.terminate()).as(again.log()).isZero();
    }

    private static void provider(Node node, String provider, String what) {
        int status = node.ask("POST", "/api/v1/providers/" + provider + "/" + what, "")
                .statusCode();
        assertThat(status).isLessThan(300);
    }
}
