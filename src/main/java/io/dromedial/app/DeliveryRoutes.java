package io.dromedial.app;

import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;

/**
 * Takes Camel's error handling off the routes that delivery and look-ups call: one layer alone owns retry, and it reads the
 * exception itself.
 */
final class DeliveryRoutes extends ModelLifecycleStrategySupport {

    /** Whether delivery, or a look-up, calls that route. */
    static boolean calls(RouteDefinition route) {
        String uri =
                route.getInput() == null ? "" : String.valueOf(route.getInput().getEndpointUri());
        return uri.matches("direct:(//)?[a-z0-9][a-z0-9-]*\\.[a-z0-9][a-z0-9-]*(\\.look-up)?");
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        if (calls(route) && !route.isErrorHandlerFactorySet()) {
            route.setErrorHandlerFactory(new NoErrorHandlerDefinition());
        }
    }
}
