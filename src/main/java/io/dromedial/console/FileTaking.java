package io.dromedial.console;

import io.dromedial.journal.Admission;
import java.io.IOException;
import java.nio.file.Path;

/** Takes in a CSV file that was sent by {@code dromedial send}, as if it had been dropped into the inbox. */
@FunctionalInterface
public interface FileTaking {

    /**
     * @param name the batch's name: the file's without {@code .csv}
     * @param csv the bytes as they came; the caller removes it afterwards
     * @throws IOException if the file can't be read as a whole; its message is for people
     */
    Admission.Summary take(String operation, String name, boolean allowDuplicate, Path csv) throws IOException;
}
