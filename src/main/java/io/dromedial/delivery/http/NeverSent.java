package io.dromedial.delivery.http;

import java.io.IOException;

/** The request provably never left: no connection was had to send it on. The cause says why. */
public final class NeverSent extends IOException {
    private static final long serialVersionUID = 1L;

    public NeverSent(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
