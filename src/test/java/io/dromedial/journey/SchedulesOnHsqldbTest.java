package io.dromedial.journey;

import io.dromedial.journal.TestDatabase;

final class SchedulesOnHsqldbTest extends Schedules {

    SchedulesOnHsqldbTest() {
        super(TestDatabase.HSQLDB);
    }
}
