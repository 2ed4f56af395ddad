package io.dromedial.app;

import io.dromedial.delivery.Delivery;
import io.dromedial.intake.Admitting;
import io.dromedial.journal.Journal;
import io.dromedial.record.Operations;
import io.dromedial.record.Sources;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.function.Supplier;

/** What the management server shows and steers. */
record Parts(
        Home home,
        Clock clock,
        Vertx vertx,
        Journal journal,
        Admitting admission,
        Delivery delivery,
        Operations operations,
        Supplier<String> metrics,
        Supplier<Sources> sources,
        String node) {}
