package io.dromedial.journal.camel;

import io.dromedial.journal.Admission;
import io.dromedial.journal.Journal;
import io.dromedial.journal.JournalListener;
import io.dromedial.record.Spelling;
import java.util.List;
import java.util.Map;
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
        return journal != null ? journal : only(Journal.class);
    }

    Admission admission() {
        return admission != null ? admission : only(Admission.class);
    }

    private <T> T only(Class<T> type) {
        T found = CamelContextHelper.findSingleByType(getCamelContext(), type);
        if (found == null) {
            throw new IllegalStateException("the registry holds no single " + type.getSimpleName()
                    + "; bind one, or set it on the journal component");
        }
        return found;
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
