package io.dromedial.console;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;

/** A request that is not served; its message tells the caller why and what to do, and holds no secret. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String parameter;

    private Refusal(int status, String parameter, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.parameter = parameter;
    }

    static Refusal of(int status, String detail) {
        return new Refusal(status, "", detail);
    }

    /** The fault lies in one parameter of the query. */
    static Refusal parameter(int status, String parameter, String detail) {
        return new Refusal(status, parameter, detail);
    }

    int status() {
        return status;
    }

    String title() {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    Optional<String> parameter() {
        return Optional.of(parameter).filter(p -> !p.isEmpty());
    }
}
