package io.dromedial.csv;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What is wrong with a file or its folder, in words: Java's own leave out of a refusal that it is one. */
public final class FileTrouble {

    private FileTrouble() {}

    public static String words(Throwable trouble) {
        Throwable e =
                trouble instanceof UncheckedIOException && trouble.getCause() != null ? trouble.getCause() : trouble;
        if (e instanceof AccessDeniedException denied) {
            return "no permission for " + places(denied);
        }
        if (e instanceof NoSuchFileException gone) {
            return "there is no " + places(gone);
        }
        if (e instanceof FileAlreadyExistsException there) {
            return "what is no folder is in the way: " + places(there);
        }
        if (e instanceof FileSystemException fault && fault.getReason() != null) {
            return fault.getReason() + ": " + places(fault);
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static String places(FileSystemException e) {
        return e.getOtherFile() == null ? e.getFile() : e.getFile() + " or " + e.getOtherFile();
    }
}
