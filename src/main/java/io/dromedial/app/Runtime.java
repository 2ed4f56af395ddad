package io.dromedial.app;

import io.dromedial.console.ManagementAddress;
import io.dromedial.console.ManagementRefused;
import io.dromedial.console.ManagementServer;
import io.dromedial.delivery.Delivery;
import io.dromedial.delivery.http.Departure;
import io.dromedial.intake.Admitting;
import io.dromedial.intake.Attachments;
import io.dromedial.intake.Inbox;
import io.dromedial.journal.CrashPoint;
import io.dromedial.journal.Journal;
import io.dromedial.journal.JournalListener;
import io.dromedial.journal.JournalLost;
import io.dromedial.provider.Inbound;
import io.dromedial.provider.Provider;
import io.dromedial.provider.Providers;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.report.BatchFiles;
import io.dromedial.report.DayFiles;
import io.dromedial.report.LiveRequests;
import io.dromedial.report.LookUps;
import io.dromedial.report.PublicServer;
import io.dromedial.report.ResultFiles;
import io.dromedial.settings.DurationText;
import io.dromedial.settings.Settings;
import io.dromedial.template.Templates;
import io.dromedial.timing.TimingRules;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole house, running in one home. Made by {@link #start}; stopped once, by {@link #stop}. */
public final class Runtime {

    private static final Logger LOG = LoggerFactory.getLogger(Runtime.class);
    private final Home home;
    private final Clock clock;
    private final Settings settings;
    private final Providers providers;
    private final Operations operations;
    private final Policies policies;
    private final OperationRules rules;
    private final Metrics metrics = new Metrics();
    private final RouteFailures failures;
    private final Consumer<JournalLost> onLost;
    private final boolean isolated;
    private final boolean dev;
    private final BooleanSupplier stopping;
    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(false));
    private Journal journal;
    private CamelHost camel;
    private Delivery delivery;
    private LookUps lookUps;
    private Admitting admission;
    private Attachments attachments;
    private Inbox inbox;
    private LegacyPools legacy;
    private TimingRules timing;
    private Templates templates;
    private Forgetting forgetting;
    private ResultFiles results;
    private DayFiles days;
    private PublicServer callbacks;
    private ManagementServer management;
    private int httpPort;
    private int managementPort;

    /**
     * What to run.
     *
     * @param env the environment that configuration is read from besides its file
     * @param isolated whether Camel, too, is to see no environment
     * @param dev whether routes are read again when they change
     * @param onLost what to do when the journal proves untrustworthy; nothing is sent any more by then
     */
    public record Plan(
            Home home,
            Clock clock,
            Map<String, String> env,
            boolean isolated,
            boolean dev,
            Consumer<JournalLost> onLost) {

        /** As in production. */
        public Plan(Home home, Clock clock, Map<String, String> env, boolean isolated, Consumer<JournalLost> onLost) {
            this(home, clock, env, isolated, false, onLost);
        }
    }

    private Runtime(
            Plan plan, BooleanSupplier stopping, Settings settings, Providers providers, Operations operations) {
        this.stopping = stopping;
        this.home = plan.home();
        this.clock = plan.clock();
        this.failures = new RouteFailures(clock);
        this.isolated = plan.isolated();
        this.dev = plan.dev();
        this.onLost = plan.onLost();
        this.settings = settings;
        this.providers = providers;
        this.operations = operations;
        this.policies = new Policies(settings, operations, providers);
        this.rules = new OperationRules(settings, providers, operations);
    }

    /**
     * Starts everything, or nothing.
     *
     * @throws StartRefused with every problem found, each naming its key or file
     */
    public static Runtime start(Plan plan) {
        return start(plan, () -> false);
    }

    /**
     * Starts everything, or nothing.
     *
     * @param stopping asked between the steps; a start that nobody wants any more goes no further
     * @throws StartStopped in that case
     */
    static Runtime start(Plan plan, BooleanSupplier stopping) {
        Configured configured = Configured.read(plan.home(), plan.env());
        Settings.Loaded loaded = configured.loaded();
        loaded.warnings().forEach(w -> LOG.warn("{}", w));
        RouteCheck routes = new RouteCheck(
                plan.home(), plan.env(), loaded.settings(), configured.operations(), configured.providers());
        List<String> problems = new ArrayList<>(new StartCheck(plan.home())
                .problems(
                        loaded,
                        new OperationRules(loaded.settings(), configured.providers(), configured.operations()),
                        configured.operations()));
        problems.addAll(routes.silentFaults());
        if (!problems.isEmpty()) {
            routes.faults().stream().filter(f -> !problems.contains(f)).forEach(problems::add);
            throw new StartRefused(problems);
        }
        Runtime runtime =
                new Runtime(plan, stopping, loaded.settings(), configured.providers(), configured.operations());
        try {
            runtime.open();
            return runtime;
        } catch (StartStopped e) {
            runtime.stop(runtime.drain());
            throw e;
        } catch (StartRefused e) {
            runtime.stop(Duration.ZERO);
            throw new StartRefused(routes.with(e.lines()));
        } catch (RuntimeException e) {
            runtime.stop(Duration.ZERO);
            throw e;
        }
    }

    private void goOn() {
        if (stopping.getAsBoolean()) {
            throw new StartStopped();
        }
    }

    private void open() {
        goOn();
        openJournal();
        goOn();
        ProviderBeans beans = new ProviderBeans(providers, settings, home, clock);
        camel = new CamelHost(home, settings, providers, vertx);
        LookUpMetrics reports = new LookUpMetrics(metrics, beans);
        delivery = startCamel(beans);
        goOn();
        lookUps = new LookUps(camel.context(), journal, clock, new LookUpDoors(delivery), Departure::watch, reports);
        serve();
        days = new DayFiles(
                new DayFiles.Places(
                        home.root(),
                        home.results(),
                        home.deadLetter(),
                        home.data().resolve("day-files.json")),
                journal,
                inbox.formats(),
                operations::find,
                settings.zone());
        days.start();
        results = new ResultFiles(
                journal,
                new BatchFiles(home.results(), home.deadLetter(), journal.reading(), inbox.formats(), days),
                clock);
        results.start();
        callbacks = new PublicServer(vertx, journal, beans.readers(), clock, metrics::callback, reports::reported);
        callbacks.with(liveRequests(beans));
        httpPort = openPort("dromedial.http", callbacks::start);
        startTiming();
        goOn();
        delivery.start();
        lookUps.start();
        attachments.start();
        settings.find("dromedial.history.keep").ifPresent(this::forgetAfter);
        inbox.recover();
        CrashPoint.pass("start.recovered");
        goOn();
        camel.startIntake();
        openManagement();
        tellWhatIsOn();
    }

    private void startTiming() {
        Timings timings = new Timings(home, settings, rules, legacy.byName()::get);
        timing = new TimingRules(name -> timings.of(operations.find(name).orElseGet(() -> Operation.undeclared(name))));
        journal.clearances().require(timing);
        timing.start(operations.all().stream().map(Operation::name).toList(), journal.clearances()::reconsider);
    }

    /** Served where somebody shows that they want it: by a route, by a key of its own, or by the provider's credential. */
    private LiveRequests liveRequests(ProviderBeans beans) {
        LiveRoutes routes = new LiveRoutes(camel.context());
        List<Inbound> served = beans.inbounds().values().stream()
                .filter(i -> routes.known(i.operation())
                        || settings.anyGiven(i.operation() + ".")
                        || settings.on(i.operation().replaceAll("\\..*", "")))
                .toList();
        return new LiveRequests(journal, served, routes, this::later, metrics::live);
    }

    /** Not before a repeat would go unnoticed. */
    private void forgetAfter(String wish) {
        Duration keep = operations.all().stream()
                .map(rules::repeatWindow)
                .reduce(DurationText.parse(wish), (a, b) -> a.compareTo(b) > 0 ? a : b);
        forgetting = new Forgetting(journal, clock, keep);
        forgetting.start();
    }

    private Runnable later(Duration wait, Runnable action) {
        long timer = vertx.setTimer(wait.toMillis(), id -> action.run());
        return () -> vertx.cancelTimer(timer);
    }

    private void openManagement() {
        Parts parts = new Parts(
                home,
                clock,
                vertx,
                journal,
                admission,
                delivery,
                operations,
                () -> metrics.scrape(operations, journal.reading(), delivery),
                templates::sources,
                "pid " + ProcessHandle.current().pid());
        ManagementAddress address = new ManagementAddress(
                settings.text("dromedial.management.host"),
                settings.number("dromedial.management.port"),
                settings.find("dromedial.management.token"));
        management = Management.server(parts, address, new Management(journal, delivery, inbox, camel, failures));
        try {
            management.start();
        } catch (ManagementRefused e) {
            throw new StartRefused(List.of(e.getMessage()));
        }
        managementPort = management.actualPort();
    }

    private void openJournal() {
        journal = JournalOpening.open(home, settings, clock, operations, policies);
        journal.listen(new JournalListener() {
            @Override
            public void lost(JournalLost why) {
                LOG.error("{}", why.getMessage());
                onLost.accept(why);
            }
        });
    }

    private Delivery startCamel(ProviderBeans beans) {
        attachments = new Attachments(home.root(), home.inbox(), journal, operations);
        admission = new Admitting(journal, operations, rules, attachments);
        Inbox.Places places = new Inbox.Places(home.inbox(), home.results(), home.deadLetter());
        inbox = new Inbox(places, journal, operations, rules, attachments, clock);
        beans.beans().forEach(camel::bind);
        camel.bind("journal", journal);
        camel.bind("admission", admission);
        // Camel asks each that it finds here for its part in every route
        camel.bind("route-failures", failures);
        camel.bind(Inbox.RESTED, inbox.rested());
        operations.all().forEach(o -> camel.add(inbox.route(o)));
        camel.add(inbox.watch());
        templates = new Templates(journal, admission, inbox, new Templates.Place(home.root(), settings.zone(), clock));
        camel.add(templates);
        legacy = new LegacyPools(settings);
        legacy.byName().forEach(camel::bind);
        try {
            camel.start(isolated, dev);
        } catch (Exception e) {
            throw new StartRefused(List.of(RouteFault.words(e, home)));
        }
        return new Delivery(
                camel.context(), journal, clock, settings.duration("dromedial.lease"), policies::limits, metrics);
    }

    private void serve() {
        camel.looksUpUnserved()
                .forEach(name ->
                        LOG.warn("A route looks up results of {}, which no route sends; check its name.", name));
        for (String name : camel.served()) {
            Operation operation = operations.addUndeclared(name);
            if (operations.inbound().contains(name) || !settings.on(operation.provider())) {
                continue;
            }
            if (camel.looksUp(name)) {
                policies.lookUp(name);
                Duration limit = settings.duration(operation.provider() + ".timeout");
                lookUps.serve(operation, groupSize(operation), limit);
            }
            delivery.serve(operation, groupSize(operation));
        }
    }

    private int groupSize(Operation operation) {
        return operation.grouping().groups() ? settings.operationNumber(operation.name(), "group") : 1;
    }

    private interface Opening {
        int open(String host, int port);
    }

    /** Opens a port; one that is taken stops the start. */
    private int openPort(String prefix, Opening opening) {
        String host = settings.text(prefix + ".host");
        int port = settings.number(prefix + ".port");
        try {
            return opening.open(host, port);
        } catch (IllegalStateException e) {
            throw new StartRefused(List.of(prefix + ".port: " + host + ":" + port + " can't be opened ("
                    + e.getMessage() + "); stop what uses it, or set another port"));
        }
    }

    private void tellWhatIsOn() {
        List<String> on =
                providers.all().stream().map(Provider::id).filter(settings::on).toList();
        if (on.isEmpty()) {
            LOG.warn(
                    "No provider is on, so nothing is sent: set a provider's credentials in config/application.properties.");
        } else {
            LOG.info("Sending through {}.", String.join(", ", on));
        }
    }

    /** Stops taking in, lets what is under way come to its end within the limit, and closes; true if all came back. */
    public boolean stop(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        boolean drained = true;
        if (inbox != null) {
            inbox.stop();
        }
        quietly("look-ups", lookUps);
        if (delivery != null) {
            drained = delivery.drain(limit);
            CrashPoint.pass("stop.drained");
        }
        closeAll(end);
        return drained;
    }

    private void closeAll(long end) {
        quietly("the management port", management);
        quietly("the public port", callbacks);
        if (camel != null) {
            quietly("Camel", () -> camel.close(Duration.ofNanos(end - System.nanoTime())));
        }
        quietly("delivery", delivery);
        quietly("timing rules", timing);
        quietly("results", results);
        quietly("the files of the day", days);
        quietly("attachments", attachments);
        quietly("forgetting", forgetting);
        quietly("the legacy databases", legacy);
        quietly("the journal", journal);
        vertx.close();
    }

    /** How long a stop may take. */
    public Duration drain() {
        return settings.duration("dromedial.drain");
    }

    public Journal journal() {
        return journal;
    }

    /** The public port, also where configuration left its choice free. */
    public int httpPort() {
        return httpPort;
    }

    public int managementPort() {
        return managementPort;
    }

    private static void quietly(String what, AutoCloseable part) {
        if (part == null) {
            return;
        }
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} did not close cleanly: {}", what, e.toString());
        }
    }
}
