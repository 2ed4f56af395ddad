package io.dromedial.journey;

import io.dromedial.journal.TestDatabase;

final class GoingOnOnPostgresTest extends GoingOn {

    GoingOnOnPostgresTest() {
        super(TestDatabase.POSTGRESQL);
    }
}
