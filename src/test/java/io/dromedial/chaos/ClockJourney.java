package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dromedial.journal.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F24: the clock of one of two nodes jumps, under load; needs Debian's libfaketime. */
@Tag("chaos")
class ClockJourney {

    private static final Path FAKETIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
    private static final int ROWS = 300;

    @TempDir
    Path folder;

    private World world;
    private PostgresPlace place;
    private Path offset;
    private Node odd;
    private Node even;

    @BeforeEach
    void open() {
        assumeTrue(Files.exists(FAKETIME), "there is no " + FAKETIME + "; apt-get install libfaketime");
        world = new World(folder);
        place = new PostgresPlace(TestDatabase.POSTGRESQL.freshUrl());
        offset = folder.resolve("offset");
        clock("+0");
        Site good = site("node 1");
        Site jumping = site("node 2").set("dromedial.public-url", good.setting("dromedial.public-url"));
        jumping.environment().put("LD_PRELOAD", FAKETIME.toString());
        jumping.environment().put("FAKETIME_TIMESTAMP_FILE", offset.toString());
        jumping.environment().put("FAKETIME_NO_CACHE", "1");
        jumping.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        even = world.start(good.furnish());
        odd = world.start(jumping.furnish());
        List.of(even, odd).forEach(Node::opened);
    }

    private Site site(String name) {
        Site site = world.site(name).set("dromedial.lease", "30s").set("dromedial.datasource.url", place.url());
        for (String operation : List.of(Load.CALLS, Load.CAMPAIGNS)) {
            site.set(operation + ".result-timeout", "24h");
        }
        return site;
    }

    @AfterEach
    void close() {
        if (world != null) {
            world.close();
        }
    }

    private void clock(String by) {
        try {
            Files.writeString(offset, by + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void more() {
        long before = world.received();
        world.load.drop(odd.site(), ROWS);
        world.load.drop(even.site(), ROWS);
        world.untilReceived(before + ROWS);
    }

    private void ended() {
        world.judged(0);
        assertThat(place.number("SELECT COUNT(*) FROM node WHERE alive = FALSE"))
                .as("no lease was lost")
                .isZero();
        for (Node node : List.of(odd, even)) {
            assertThat(node.terminate()).as(node.log()).isZero();
        }
    }

    @Test
    void jumpsByHours() {
        for (String by : List.of("+3600", "-7200", "+0")) {
            clock(by);
            more();
        }
        ended();
    }

    @Test
    void jumpsByYears() {
        for (String by : List.of("+3650d", "-3650d", "+0")) {
            clock(by);
            more();
        }
        ended();
    }

    @Test
    void goesBackAndForth() {
        for (int i = 0; i < 60; i++) {
            clock(i % 2 == 0 ? "-1" : "+0");
            if (i % 20 == 0) {
                more();
            }
            odd.ended(100);
        }
        clock("+0");
        ended();
    }
}
