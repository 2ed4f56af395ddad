package io.dromedial.app;

import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;

/**
 * Takes Camel's error handling off the routes that delivery and look-ups call: one layer alone owns retry, and it reads the
 * exception itself.
 */
final class DeliveryRoutes extends ModelLifecycleStrategySupport {

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        String uri =
                route.getInput() == null ? "" : String.valueOf(route.getInput().getEndpointUri());
        boolean operation = uri.matches("direct:(//)?[a-z0-9][a-z0-9-]*\\.[a-z0-9][a-z0-9-]*(\\.look-up)?");
        if (operation && !route.isErrorHandlerFactorySet()) {
            route.setErrorHandlerFactory(new NoErrorHandlerDefinition());
        }
    }
}
