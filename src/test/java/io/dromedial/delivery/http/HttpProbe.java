package io.dromedial.delivery.http;

import io.vertx.core.Vertx;
import org.apache.camel.CamelContext;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/** The HTTP stack in a context of a test. */
public final class HttpProbe {

    private HttpProbe() {}

    public static void install(CamelContext context, Vertx vertx) {
        HttpStack.install(context, vertx, new HttpHeaderFilterStrategy());
    }
}
