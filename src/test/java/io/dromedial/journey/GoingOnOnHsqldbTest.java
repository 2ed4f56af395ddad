package io.dromedial.journey;

import io.dromedial.journal.TestDatabase;

final class GoingOnOnHsqldbTest extends GoingOn {

    GoingOnOnHsqldbTest() {
        super(TestDatabase.HSQLDB);
    }
}
