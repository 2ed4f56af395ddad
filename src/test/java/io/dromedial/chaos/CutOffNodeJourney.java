package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.chaos.FaultProxy.Way;
import io.dromedial.journal.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * F45: one of two nodes is cut off, one way, for longer than its lease; then the network is back, and what it held
 * back comes through late. The other node goes on all the while.
 */
@Tag("chaos")
class CutOffNodeJourney {

    private static final int ROWS = 400;
    /** While the breaker of a node is open, one request after the other tries. */
    private static final int TRIES = 10 * Load.GROUP;

    @TempDir
    Path folder;

    private World world;
    private PostgresPlace place;
    private FaultProxy database;
    private FaultProxy provider;
    private Node cut;
    private Node other;

    @BeforeEach
    void open() {
        world = new World(folder);
        place = new PostgresPlace(TestDatabase.POSTGRESQL.freshUrl());
        database = new FaultProxy(place.port());
        provider = FaultProxy.before(world.simulator.port());
        Site direct = site("node 1");
        Site detoured = site("node 2")
                .set("dromedial.public-url", direct.setting("dromedial.public-url"))
                .detour(place.port(), database.port())
                .detour(world.simulator.port(), provider.port());
        other = world.start(direct.furnish());
        cut = world.start(detoured.furnish());
        List.of(other, cut).forEach(Node::opened);
    }

    private Site site(String name) {
        Site site = world.site(name).set("dromedial.lease", "3s").set("dromedial.datasource.url", place.url());
        for (String one : List.of("voicenotify", "voitex", "routee")) {
            site.set(one + ".timeout", "3s");
        }
        return site;
    }

    @AfterEach
    void close() {
        world.close();
        database.close();
        provider.close();
    }

    private void underWay() {
        world.load.drop(cut.site(), ROWS);
        world.load.drop(other.site(), ROWS);
        world.untilReceived(ROWS / 4);
        world.until(
                "both send",
                () -> place.number("SELECT COUNT(DISTINCT node) FROM request WHERE attempts > 0 AND node <> 0") == 2);
    }

    private void untilDeclaredDead() {
        world.until("it is declared dead", () -> place.number("SELECT COUNT(*) FROM node WHERE alive = TRUE") == 1);
    }

    private void untilBack() {
        world.until("it is back", () -> place.number("SELECT COUNT(*) FROM node WHERE alive = TRUE") == 2);
    }

    private void nothingDoubled(long mostInDoubt) {
        world.judged(mostInDoubt);
        world.load.drop(cut.site(), ROWS / 4);
        world.load.drop(other.site(), ROWS / 4);
        world.judged(mostInDoubt);
        for (Node node : List.of(cut, other)) {
            assertThat(node.terminate()).as(node.log()).isZero();
        }
    }

    /** Until the cut one, declared dead meanwhile, has its database again. */
    private void theOtherGoesOnAlone() {
        untilDeclaredDead();
        long before = world.received();
        world.load.drop(other.site(), ROWS / 4);
        world.untilReceived(before + ROWS / 4);
        database.pass();
        untilBack();
        nothingDoubled(Load.ON_THE_WIRE);
    }

    @ParameterizedTest
    @EnumSource
    void fromTheDatabase(Way way) {
        underWay();
        database.hold(way);
        theOtherGoesOnAlone();
    }

    /** With its own row locked, that of its sign of life, and those of the records that it was about to start. */
    @Test
    void fromTheDatabaseInTheMiddleOfATransaction() {
        Predicate<List<String>> start = statements -> statements.stream().anyMatch(s -> s.contains("SET state = 1"));
        world.load.drop(other.site(), ROWS);
        database.hangBeforeCommit(start);
        world.load.drop(cut.site(), ROWS);
        world.until("it hangs", database::hangs);
        theOtherGoesOnAlone();
    }

    @ParameterizedTest
    @EnumSource
    void fromTheProviders(Way way) {
        underWay();
        provider.hold(way);
        world.until(
                "it knows of nothing what became of it",
                () -> place.number("SELECT COUNT(*) FROM history WHERE state = 3") > 0);
        provider.pass();
        nothingDoubled(Load.ON_THE_WIRE + TRIES);
    }

    @ParameterizedTest
    @EnumSource
    void fromBoth(Way way) {
        underWay();
        provider.hold(way);
        database.hold(way);
        untilDeclaredDead();
        provider.pass();
        database.pass();
        untilBack();
        nothingDoubled(Load.ON_THE_WIRE + TRIES);
    }
}
