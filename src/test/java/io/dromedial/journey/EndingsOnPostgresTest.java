package io.dromedial.journey;

import io.dromedial.journal.TestDatabase;

final class EndingsOnPostgresTest extends Endings {

    EndingsOnPostgresTest() {
        super(TestDatabase.POSTGRESQL);
    }
}
