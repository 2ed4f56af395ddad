package io.dromedial.journey;

import io.dromedial.journal.TestDatabase;

final class SchedulesOnPostgresTest extends Schedules {

    SchedulesOnPostgresTest() {
        super(TestDatabase.POSTGRESQL);
    }
}
