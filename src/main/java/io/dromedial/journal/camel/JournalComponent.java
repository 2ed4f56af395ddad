package io.dromedial.journal.camel;

import io.dromedial.journal.Admission;
import io.dromedial.journal.Journal;
import io.dromedial.journal.JournalListener;
import io.dromedial.journal.Opening;
import io.dromedial.record.Spelling;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/** {@code journal:submit}, {@code journal:results}, {@code journal:report}: routes' way into and out of the journal. */
@Component(JournalEndpoint.SCHEME)
public final class JournalComponent extends DefaultComponent {

    private static final Map<String, Set<String>> OPTIONS = Map.of(
            JournalEndpoint.SUBMIT, Set.of("operation", "batch", "allowDuplicate"),
            JournalEndpoint.RESULTS,
                    Set.of("operation", "name", "from", "batchSize", "delay", "backoffInitial", "backoffMax"),
            JournalEndpoint.REPORT, Set.of());

    private final Map<String, ResultsConsumer> consumers = new ConcurrentHashMap<>();
    private Journal listenedTo;

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "The open journal; the one in the registry unless set")
    private Journal journal;

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "Checks and takes in what is submitted; the one in the registry unless set")
    private Admission admission;

    @Metadata(
            label = "common",
            description =
                    "Where neither a journal nor an admission is given: the folder whose config/application.properties names the journal. A folder without one has an HSQLDB under data/")
    private String home;

    @Metadata(
            label = "common",
            description = "In place of what the home names: a JDBC URL of PostgreSQL or of an HSQLDB file")
    private String url;

    @Metadata(label = "common", secret = true, description = "The user of the url")
    private String username = "";

    @Metadata(label = "common", secret = true, description = "The password of the url")
    private String password = "";

    private Opening.Opened apart;

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        getCamelContext().addStartupListener(new Wake());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (!OPTIONS.containsKey(remaining)) {
            throw new IllegalArgumentException("journal:" + remaining + " is unknown; expected journal:submit,"
                    + " journal:results or journal:report" + Spelling.hint(remaining, OPTIONS.keySet()));
        }
        refuseForeignOptions(remaining, parameters.keySet());
        JournalEndpoint endpoint = new JournalEndpoint(uri, this);
        endpoint.setAction(remaining);
        setProperties(endpoint, parameters);
        endpoint.check();
        return endpoint;
    }

    /** An option that works elsewhere only would be taken and do nothing. */
    private static void refuseForeignOptions(String action, Set<String> given) {
        Set<String> foreign = new TreeSet<>();
        OPTIONS.values().forEach(foreign::addAll);
        foreign.removeAll(OPTIONS.get(action));
        foreign.retainAll(given);
        if (!foreign.isEmpty()) {
            Set<String> own = new TreeSet<>(OPTIONS.get(action));
            throw new IllegalArgumentException("journal:" + action + " has no option " + String.join(", ", foreign)
                    + (own.isEmpty() ? "; it has none, the body says all" : "; it has " + String.join(", ", own)));
        }
    }

    // ---- consumers of results

    /** How a consumer of results stands; {@code failures} in a row, 0 while all is well. */
    public record Consuming(String name, String routeId, long position, int failures, String problem) {}

    public List<Consuming> consuming() {
        return consumers.values().stream().map(ResultsConsumer::standing).toList();
    }

    /** Two consumers of one name would each miss what the other took. */
    synchronized void enter(String name, ResultsConsumer consumer) {
        listen(journal());
        ResultsConsumer other = consumers.putIfAbsent(name, consumer);
        if (other != null && other != consumer) {
            throw new IllegalStateException("journal:results: the name '" + name + "' is taken by the route '"
                    + other.getRouteId() + "'; each consumer keeps its position under a name of its own: set name=");
        }
    }

    void leave(String name, ResultsConsumer consumer) {
        consumers.remove(name, consumer);
    }

    private void listen(Journal now) {
        if (listenedTo != now) {
            now.listen(new Wake());
            listenedTo = now;
        }
    }

    private final class Wake implements JournalListener, ExtendedStartupListener {
        @Override
        public void settled() {
            consumers.values().forEach(ResultsConsumer::wake);
        }

        @Override
        public void reconnected() {
            settled();
        }

        @Override
        public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
            settled();
        }

        @Override
        public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
            settled();
        }
    }

    // ---- what the runtime gives

    Journal journal() {
        return journal != null ? journal : find(Journal.class).orElseGet(() -> apart().journal());
    }

    Admission admission() {
        return admission != null ? admission : find(Admission.class).orElseGet(() -> apart().admission());
    }

    private <T> Optional<T> find(Class<T> type) {
        return Optional.ofNullable(CamelContextHelper.findSingleByType(getCamelContext(), type));
    }

    /** One of our own, closed with this component. */
    private synchronized Opening.Opened apart() {
        if (apart == null) {
            if (home == null && url == null) {
                throw new IllegalStateException("the registry holds no single Journal and Admission; bind them, or set"
                        + " camel.component.journal.home or .url");
            }
            Optional<Opening.Database> database =
                    Optional.ofNullable(url).map(u -> new Opening.Database(u, username, password));
            apart = ServiceLoader.load(Opening.class, JournalComponent.class.getClassLoader())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("nothing here opens a journal"))
                    .open(Path.of(home == null ? "" : home), database);
        }
        return apart;
    }

    @Override
    protected void doShutdown() throws Exception {
        super.doShutdown();
        if (apart != null) {
            apart.close();
            apart = null;
        }
    }

    public String getHome() {
        return home;
    }

    public void setHome(String home) {
        this.home = home;
    }

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    public String getUsername() {
        return username;
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public Journal getJournal() {
        return journal;
    }

    public void setJournal(Journal journal) {
        this.journal = journal;
    }

    public Admission getAdmission() {
        return admission;
    }

    public void setAdmission(Admission admission) {
        this.admission = admission;
    }
}
