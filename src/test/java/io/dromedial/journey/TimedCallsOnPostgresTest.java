package io.dromedial.journey;

import io.dromedial.journal.TestDatabase;

final class TimedCallsOnPostgresTest extends TimedCalls {

    TimedCallsOnPostgresTest() {
        super(TestDatabase.POSTGRESQL);
    }
}
