package io.dromedial.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code run --dev} adds: a route file that changes is read again while all other routes go on. The launcher adds
 * {@code lib/dev/}, too, where the camel-cli-connector lies by which Camel's command line tool finds a process: on the
 * class path it is at work, so it has no place in production.
 */
final class Development {

    private static final Logger LOG = LoggerFactory.getLogger(Development.class);

    private Development() {}

    static void prepare(CamelContext context, boolean dev, Home home) {
        if (!dev) {
            return;
        }
        RouteWatcherReloadStrategy reload = new Careful(home);
        reload.setPattern("**/*.camel.yaml");
        // with true, Camel takes every other route down where a template is in use
        reload.setRemoveAllRoutes(false);
        try {
            context.addService(reload);
        } catch (Exception e) {
            throw new IllegalStateException("routes can't be watched: " + e.getMessage(), e);
        }
    }

    /** By itself Camel ends a route before it finds out that the new text can't replace it. */
    private static final class Careful extends RouteWatcherReloadStrategy {
        private final Home home;
        private final RouteLint lint = new RouteLint();

        Careful(Home home) {
            super(home.routes().toString(), true);
            this.home = home;
        }

        @Override
        protected void onRouteReload(Collection<Resource> changed, boolean removeEverything) {
            List<Resource> good = new ArrayList<>();
            for (Resource each : changed) {
                List<String> faults = faults(each);
                faults.forEach(f -> LOG.error("{}; the routes that were read before go on", f));
                if (faults.isEmpty()) {
                    good.add(each);
                }
            }
            if (!good.isEmpty()) {
                super.onRouteReload(good, removeEverything);
                good.forEach(each -> LOG.info("{} was read again.", shown(each)));
            }
        }

        private String shown(Resource resource) {
            return home.root().relativize(Path.of(resource.getURI())).toString();
        }

        private List<String> faults(Resource resource) {
            String shown = shown(resource);
            try {
                return lint.check(Path.of(resource.getURI())).stream()
                        .filter(f -> !f.convention())
                        .map(f -> shown + ":" + f.line() + ": " + f.text())
                        .toList();
            } catch (IOException e) {
                return List.of(shown + ": can't be read: " + e.getMessage());
            }
        }
    }
}
