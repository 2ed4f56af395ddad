package io.dromedial.app;

import org.apache.camel.CamelContext;
import org.apache.camel.support.RouteWatcherReloadStrategy;

/**
 * What {@code run --dev} adds: a route file that changes is read again while all other routes go on. Camel's command line
 * tool finds a process that has camel-cli-connector in its {@code lib/}; it is not shipped, since it would be at work in
 * production, too.
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
