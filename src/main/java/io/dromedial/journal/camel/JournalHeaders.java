package io.dromedial.journal.camel;

import org.apache.camel.spi.Metadata;

/** Headers that the journal's endpoints read and set. */
public final class JournalHeaders {

    @Metadata(
            label = "producer",
            description = "Submit: protects against submitting twice, such as a fire time, or a file's name and time."
                    + " Records without a reference get one made of it and their position",
            javaType = "String")
    public static final String KEY = "journalKey";

    @Metadata(label = "consumer", description = "Results: the record's reference", javaType = "String")
    public static final String REFERENCE = "journalReference";

    @Metadata(label = "consumer", description = "Results: the record's operation", javaType = "String")
    public static final String OPERATION = "journalOperation";

    @Metadata(
            label = "consumer",
            description = "Results: how it ended: completed, rejected, dead, cancelled or expired",
            javaType = "String")
    public static final String STATE = "journalState";

    @Metadata(label = "consumer", description = "Results: the name of its batch, if it has one", javaType = "String")
    public static final String BATCH = "journalBatch";

    private JournalHeaders() {}
}
