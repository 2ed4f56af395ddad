package io.dromedial.journey;

import io.dromedial.journal.TestDatabase;

final class TablesOnHsqldbTest extends Tables {

    TablesOnHsqldbTest() {
        super(TestDatabase.HSQLDB);
    }
}
