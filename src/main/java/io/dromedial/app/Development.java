package io.dromedial.app;

import org.apache.camel.CamelContext;
import org.apache.camel.support.RouteWatcherReloadStrategy;

/**
 * What {@code run --dev} adds: a route file that changes is read again while all other routes go on. The launcher adds
 * {@code lib/dev/}, too, where the camel-cli-connector lies by which Camel's command line tool finds a process: on the
 * class path it is at work, so it has no place in production.
 */
final class Development {

    private Development() {}

    static void prepare(CamelContext context, boolean dev, Home home) {
        if (!dev) {
            return;
        }
        RouteWatcherReloadStrategy reload =
                new RouteWatcherReloadStrategy(home.routes().toString(), true);
        reload.setPattern("**/*.camel.yaml");
        // with true, Camel takes every other route down where a template is in use
        reload.setRemoveAllRoutes(false);
        try {
            context.addService(reload);
        } catch (Exception e) {
            throw new IllegalStateException("routes can't be watched: " + e.getMessage(), e);
        }
    }
}
