package io.dromedial.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {

    @TempDir
    Path folder;

    /** Seen in the folder's list, and taken in before it was looked at. */
    @Test
    void aFileThatIsGoneIsNotOdd() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), folder.resolve("gone.csv"));
        assertThat(Inbox.odd(folder.resolve("gone.csv"))).isEmpty();
        assertThat(Inbox.odd(link)).contains(" is a symbolic link, which is not followed; put the file itself there");
    }
}
