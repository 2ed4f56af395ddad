package io.dromedial.app;

import io.dromedial.delivery.http.HttpStack;
import io.dromedial.provider.Provider;
import io.dromedial.provider.Providers;
import io.dromedial.report.LookUps;
import io.dromedial.settings.FilePropertiesFunction;
import io.dromedial.settings.Settings;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.model.Model;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.RoutesLoader;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** camel-main, set up so that no HTTP client ever sends a request twice, and routes see our settings. */
final class CamelHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CamelHost.class);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    /** What routes that come to their end need for it. */
    private static final Duration BRIEF = Duration.ofMillis(250);

    private final Main main = new Main();
    private final Home home;
    private final Settings settings;
    private final Providers providers;
    private final Vertx vertx;

    CamelHost(Home home, Settings settings, Providers providers, Vertx vertx) {
        this.home = home;
        this.settings = settings;
        this.providers = providers;
        this.vertx = vertx;
    }

    void bind(String name, Object bean) {
        main.bind(name, bean);
    }

    void add(RouteBuilder routes) {
        main.configure().addRoutesBuilder(routes);
    }

    /** Starts Camel with the routes of the home; the exception of a bad route names its file. */
    void start(boolean isolated, boolean dev) throws Exception {
        main.bind("vertx", vertx);
        main.setOverrideProperties(properties());
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure()
                .withName("dromedial")
                .withJmxEnabled(false)
                .withUseMdcLogging(false)
                .withAllowUseOriginalMessage(false)
                .withStreamCachingEnabled(false)
                .withShutdownLogInflightExchangesOnTimeout(false);
        // Camel's own has a hook that ends Camel at a SIGTERM beside our drain, and that never lets go of it
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.addMainListener(new BeforeRoutes(isolated, dev));
        bindProviders();
        main.start();
    }

    private void bindProviders() {
        for (Provider provider : providers.all()) {
            WebClientOptions client = HttpStack.client(
                    settings.number(provider.id() + ".max-in-flight"), settings.duration(provider.id() + ".timeout"));
            main.bind(provider.id() + "-client", client);
        }
    }

    private Properties properties() {
        Properties all = new Properties();
        Map<String, String> given = settings.camelProperties();
        given.forEach(all::setProperty);
        all.putIfAbsent("camel.component.http.automaticRetriesDisabled", "true");
        all.putIfAbsent("camel.component.https.automaticRetriesDisabled", "true");
        return all;
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    /** Lets the inbox routes begin: everything behind them is ready. */
    void startIntake() {
        try {
            context().getRouteController().startRouteGroup("intake");
        } catch (Exception e) {
            throw new IllegalStateException("the inbox can't be watched: " + e.getMessage(), e);
        }
    }

    /** The operations that a route serves now. */
    List<String> served() {
        return context().getEndpoints().stream()
                .map(e -> e.getEndpointUri())
                .filter(u -> u.startsWith("direct://"))
                .map(u -> u.substring("direct://".length()).replaceFirst("\\?.*", ""))
                .filter(n -> n.matches("[a-z0-9][a-z0-9-]*\\.[a-z0-9][a-z0-9-]*"))
                .filter(this::hasRoute)
                .distinct()
                .toList();
    }

    /** What look-up routes name that nothing sends. */
    List<String> looksUpUnserved() {
        return context().getRoutes().stream()
                .map(r -> r.getEndpoint().getEndpointUri())
                .filter(u -> u.startsWith("direct://") && u.endsWith(LookUps.ROUTE_ENDING))
                .map(u -> u.substring("direct://".length(), u.length() - LookUps.ROUTE_ENDING.length()))
                .filter(n -> n.contains(".") && !hasRoute(n))
                .toList();
    }

    /** Whether a route asks what became of the operation's records. */
    boolean looksUp(String operation) {
        return hasRoute(operation + LookUps.ROUTE_ENDING);
    }

    /** Routes that should run and do not. */
    List<String> stoppedRoutes() {
        return context().getRoutes().stream()
                .map(org.apache.camel.Route::getRouteId)
                .filter(id -> !context().getRouteController().getRouteStatus(id).isStarted())
                .toList();
    }

    private boolean hasRoute(String operation) {
        return context().getRoutes().stream()
                .anyMatch(r -> r.getEndpoint().getEndpointUri().equals("direct://" + operation));
    }

    @Override
    public void close() {
        close(LONGEST);
    }

    /** Ends the routes. What does not come to its end within the limit is interrupted, and then left behind. */
    void close(Duration limit) {
        long most = (limit.compareTo(BRIEF) < 0 ? BRIEF : limit).toMillis();
        if (main.getCamelContext() != null) {
            ShutdownStrategy strategy = main.getCamelContext().getShutdownStrategy();
            strategy.setTimeUnit(TimeUnit.MILLISECONDS);
            strategy.setTimeout(most);
            main.getCamelContext().getExecutorServiceManager().setShutdownAwaitTermination(most);
        }
        // each of Camel's parts has a patience of its own, and they wait one after the other
        CompletableFuture<Void> ended = CompletableFuture.runAsync(main::stop, CamelHost::inAThreadOfItsOwn);
        try {
            ended.get(most + BRIEF.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Some routes did not end in time; what they were doing is cut off.");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void inAThreadOfItsOwn(Runnable work) {
        Thread thread = new Thread(work, "camel-stop");
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs between the making of the context and its routes. */
    private final class BeforeRoutes extends org.apache.camel.main.MainListenerSupport {
        private final boolean isolated;
        private final boolean dev;

        BeforeRoutes(boolean isolated, boolean dev) {
            this.isolated = isolated;
            this.dev = dev;
        }

        /** One by one, by their text: a pattern can't hold every name that a home's folder may have. */
        private void addRoutes(CamelContext context) {
            RoutesLoader loader = PluginHelper.getRoutesLoader(context);
            for (Path file : UserOperations.files(home.routes())) {
                String name = "file:" + home.root().relativize(file);
                try {
                    loader.findRoutesBuilders(ResourceHelper.fromString(name, Files.readString(file)))
                            .forEach(main.configure()::addRoutesBuilder);
                } catch (Exception e) {
                    throw new IllegalStateException(name + ": " + e.getMessage(), e);
                }
            }
        }

        @Override
        public void beforeConfigure(org.apache.camel.main.BaseMainSupport base) {
            CamelContext context = base.getCamelContext();
            PropertiesComponent placeholders = context.getPropertiesComponent();
            placeholders.addPropertiesFunction(new FilePropertiesFunction(home.root()));
            if (isolated) {
                ((org.apache.camel.component.properties.PropertiesComponent) placeholders)
                        .setEnvironmentVariableMode(0);
            }
            Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
            model.addModelLifecycleStrategy(new DeliveryRoutes());
            model.addModelLifecycleStrategy(new ResultRoutes(model));
            HttpStack.install(context, vertx, new HttpHeaders());
            Development.prepare(context, dev, home);
            addRoutes(context);
        }
    }
}
