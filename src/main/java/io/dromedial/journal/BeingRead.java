package io.dromedial.journal;

/** Another home that shares the journal is reading this very file; who comes later leaves it alone. */
public final class BeingRead extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BeingRead(String file) {
        super(file + " is being read by another node");
    }
}
