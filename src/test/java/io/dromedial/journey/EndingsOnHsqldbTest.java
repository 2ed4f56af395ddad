package io.dromedial.journey;

import io.dromedial.journal.TestDatabase;

final class EndingsOnHsqldbTest extends Endings {

    EndingsOnHsqldbTest() {
        super(TestDatabase.HSQLDB);
    }
}
