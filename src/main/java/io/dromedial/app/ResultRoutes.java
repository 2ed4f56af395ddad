package io.dromedial.app;

import org.apache.camel.model.Model;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;
import org.slf4j.helpers.NOPLogger;

/**
 * Keeps Camel from telling, in a dozen lines at each try, of a route that can't take a result: its consumer tells it in
 * one. An error handler that a user chose stays.
 */
final class ResultRoutes extends ModelLifecycleStrategySupport {

    private final Model model;

    ResultRoutes(Model model) {
        this.model = model;
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        String uri =
                route.getInput() == null ? "" : String.valueOf(route.getInput().getEndpointUri());
        if (uri.matches("journal:(//)?results\\b.*") && !route.isErrorHandlerFactorySet() && !configured()) {
            // for a route without redelivery Camel does not ask whether it is to log, only where
            route.setErrorHandlerFactory(new DefaultErrorHandlerDefinition().log(NOPLogger.NOP_LOGGER));
        }
    }

    /** Route configurations are known before the first route. */
    private boolean configured() {
        return model.getRouteConfigurationDefinitions().stream().anyMatch(c -> c.getErrorHandler() != null);
    }
}
