package io.dromedial.journey;

import io.dromedial.journal.TestDatabase;

final class TablesOnPostgresTest extends Tables {

    TablesOnPostgresTest() {
        super(TestDatabase.POSTGRESQL);
    }
}
