package io.dromedial.journey;

import io.dromedial.journal.TestDatabase;

final class TimedCallsOnHsqldbTest extends TimedCalls {

    TimedCallsOnHsqldbTest() {
        super(TestDatabase.HSQLDB);
    }
}
