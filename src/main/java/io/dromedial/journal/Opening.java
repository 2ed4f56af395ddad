package io.dromedial.journal;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens a journal for a Camel that is not started by us, such as Camel's own command line tool; found as a service. It
 * takes in and gives results; nothing is sent from there.
 */
public interface Opening {

    /**
     * @param home the folder whose {@code config/application.properties} is read, if it has one
     * @param database in place of the one that is configured there
     * @throws JournalRefused with a text for people
     */
    Opened open(Path home, Optional<Database> database);

    /** A JDBC URL as in {@code dromedial.datasource.url}, with its user. */
    record Database(String url, String username, String password) {}

    /** A journal and what checks submissions to it. */
    record Opened(Journal journal, Admission admission) implements AutoCloseable {
        @Override
        public void close() {
            journal.close();
        }
    }
}
