package io.dromedial.template;

import io.dromedial.intake.Inbox;
import io.dromedial.journal.Admission;
import io.dromedial.journal.Journal;
import io.dromedial.record.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.PropertiesFunction;

/** The templates, by the names and parameters that users write. */
public final class Templates extends RouteBuilder {

    public static final String CSV_DROP = "csv-drop";
    public static final String TABLE_FEED = "table-feed";
    public static final String TABLE_RESULTS = "table-results";
    public static final String SCHEDULE = "schedule";

    /** The names of all templates. */
    public static final List<String> ALL = List.of(CSV_DROP, TABLE_FEED, TABLE_RESULTS, SCHEDULE);

    /** A value that stands for none: Camel takes no empty one. */
    static final String NONE = "none";

    static final String TYPED_PARAMETERS = "typed-parameters";
    static final String TABLE_ROWS = "table-rows";
    private static final String QUERY = "CamelSqlQuery";
    private final Journal journal;
    private final Admission admission;
    private final Inbox inbox;
    private final Place place;
    private final TableFeed feed;
    private final Map<String, Schedule> schedules = new ConcurrentSkipListMap<>();
    private final Map<RouteTemplateContext, Schedule> made = Collections.synchronizedMap(new WeakHashMap<>());

    /** Where and when: what schedules need. */
    public record Place(Path home, ZoneId zone, Clock clock) {}

    public Templates(Journal journal, Admission admission, Inbox inbox, Place place) {
        this.journal = journal;
        this.admission = admission;
        this.inbox = inbox;
        this.place = place;
        this.feed = new TableFeed(journal, place.clock());
    }

    /** How the sources stand that users made of the templates. */
    public Sources sources() {
        return new Sources(
                feed.standings(),
                schedules.values().stream().map(Schedule::standing).toList());
    }

    /** The parameters of each template, and whether each has to be given. */
    public static Map<String, Map<String, Boolean>> parameters() {
        Templates templates =
                new Templates(null, null, null, new Place(Path.of(""), ZoneOffset.UTC, Clock.systemUTC()));
        Map<String, Map<String, Boolean>> all = new LinkedHashMap<>();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            templates.setCamelContext(context);
            templates.configure();
            for (RouteTemplateDefinition t :
                    templates.getRouteTemplateCollection().getRouteTemplates()) {
                Map<String, Boolean> parameters = new LinkedHashMap<>();
                t.getTemplateParameters().forEach(p -> parameters.put(p.getName(), p.getDefaultValue() == null));
                all.put(t.getId(), parameters);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    @Override
    public void configure() {
        getContext().getRegistry().bind(TYPED_PARAMETERS, new TypedParameters());
        getContext().getRegistry().bind(TABLE_ROWS, new TableRows());
        csvDrop();
        tableFeed();
        tableResults();
        schedule();
    }

    private RouteTemplateDefinition declared(String template) {
        RouteTemplateDefinition declared = routeTemplate(template);
        for (TemplateParameter p : TemplateParameter.of(template)) {
            String usual = p.usual()
                    .map(u -> u.equals(TemplateParameter.CONFIGURED)
                            ? place.zone().getId()
                            : u)
                    .orElse(null);
            declared.templateParameter(p.name(), usual, p.meaning());
        }
        return declared;
    }

    private void schedule() {
        getContext().getPropertiesComponent().addPropertiesFunction(new QuartzCron());
        declared(SCHEDULE)
                .description("Submits the same records at the times of a cron expression, each firing once")
                .templateBean("firing", Schedule.class, this::schedule)
                .from("quartz:schedules/{{name}}?cron=RAW({{quartz-cron:{{cron}}}})&trigger.timeZone={{zone}}"
                        + "&trigger.misfireInstruction=1")
                .routePolicyRef("{{firing}}")
                .process("{{firing}}");
    }

    /** Quartz's way of writing a cron expression, for the endpoint. */
    private static final class QuartzCron implements PropertiesFunction {
        @Override
        public String getName() {
            return "quartz-cron";
        }

        @Override
        public String apply(String cron) {
            return Cron.of(cron, ZoneOffset.UTC).quartz();
        }
    }

    /** One for both its places in the route: Camel asks once for each. */
    private Schedule schedule(RouteTemplateContext template) {
        return made.computeIfAbsent(template, this::newSchedule);
    }

    private Schedule newSchedule(RouteTemplateContext template) {
        Map<String, String> given = new HashMap<>();
        template.getParameters().forEach((name, value) -> given.put(name, String.valueOf(value)));
        String name = given.get("name");
        try {
            ZoneId zone = ZoneId.of(given.get("zone"));
            Cron cron = Cron.of(given.get("cron"), zone);
            String misfire = given.get("misfire");
            if (!misfire.equals("skip") && !misfire.equals("once")) {
                throw new IllegalArgumentException("misfire '" + misfire + "'; expected skip or once");
            }
            if (!Schedule.NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("name '" + name + "'; " + Schedule.NAME_EXPECTED);
            }
            String operation = given.get("operation");
            Schedule.Plan plan = new Schedule.Plan(name, operation, cron, zone, misfire.equals("once"));
            ScheduleRecipients recipients = new ScheduleRecipients(
                    given, place.home(), () -> inbox.formats().apply(operation));
            Schedule schedule = new Schedule(plan, journal, admission, place.clock(), recipients);
            schedules.put(name + " " + operation, schedule);
            return schedule;
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException("schedule " + name + ": " + e.getMessage(), e);
        }
    }

    private void csvDrop() {
        declared(CSV_DROP)
                .description("Hands each CSV file of a further folder to an operation's inbox")
                .from("file:{{folder}}?include=(?i).*\\.csv&noop=true&idempotent=false&delay=500&initialDelay=0"
                        + "&sortBy=file:modified&exclusiveReadLockStrategy=#" + Inbox.RESTED
                        + "&probeContentType=false")
                .setProperty("operation", constant("{{operation}}"))
                .process(new CsvDrop(inbox));
    }

    private void tableFeed() {
        declared(TABLE_FEED)
                .description("Submits the rows of a SELECT, each once")
                .from(
                        "scheduler:table-feed-{{dataSource}}-{{operation}}-{{name}}?delay={{every}}&initialDelay=0&greedy=true")
                .setProperty("dataSource", constant("{{dataSource}}"))
                .setProperty("operation", constant("{{operation}}"))
                .setProperty("select", constant("{{select}}"))
                .setProperty("key", constant("{{key}}"))
                .setProperty("taken", constant("{{taken}}"))
                .setProperty("name", constant("{{name}}"))
                .setProperty("most", constant("{{most}}"))
                .doTry()
                .process(feed::ask)
                .filter(exchangeProperty(TableFeed.TURN))
                .toD("sql:feed?dataSource=#${exchangeProperty.dataSource}&outputType=${exchangeProperty.outputType}"
                        + "&rowMapperFactory=#" + TABLE_ROWS
                        + "&template.maxRows=${exchangeProperty.limit}")
                .process(feed::take)
                .end()
                .endDoTry()
                .doCatch(Exception.class)
                .process(feed::failed)
                .end();
    }

    private void tableResults() {
        TableResults results = new TableResults();
        declared(TABLE_RESULTS)
                .description("Writes what became of each record into a table")
                .from("journal:results?operation={{operation}}&name={{name}}&from={{from}}&batchSize=100")
                .errorHandler(noErrorHandler())
                .doTry()
                .setHeader(QUERY, constant("{{sql}}"))
                .to("sql:results?batch=true&batchAutoCommitDisabled=true&prepareStatementStrategy=#" + TYPED_PARAMETERS
                        + "&dataSource=#{{dataSource}}")
                .process(results::written)
                .doCatch(Exception.class)
                .process(results::failed)
                .end();
    }
}
