package io.dromedial.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileTroubleTest {

    @Test
    void saysWhatIsWrongAndWhere() {
        assertThat(FileTrouble.words(new AccessDeniedException("results/a.csv")))
                .isEqualTo("no permission for results/a.csv");
        assertThat(FileTrouble.words(new FileSystemException("a.csv", ".done/a.csv", "Read-only file system")))
                .isEqualTo("Read-only file system: a.csv or .done/a.csv");
        assertThat(FileTrouble.words(new UncheckedIOException(new NoSuchFileException("a.csv"))))
                .isEqualTo("there is no a.csv");
        assertThat(FileTrouble.words(new IOException("No space left on device")))
                .isEqualTo("No space left on device");
        assertThat(FileTrouble.words(new FileAlreadyExistsException(".done")))
                .isEqualTo("what is no folder is in the way: .done");
        assertThat(FileTrouble.words(new IOException())).isEqualTo("java.io.IOException");
    }
}
