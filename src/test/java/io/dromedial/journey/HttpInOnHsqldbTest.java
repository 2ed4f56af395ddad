package io.dromedial.journey;

import io.dromedial.journal.TestDatabase;

final class HttpInOnHsqldbTest extends HttpIn {

    HttpInOnHsqldbTest() {
        super(TestDatabase.HSQLDB);
    }
}
