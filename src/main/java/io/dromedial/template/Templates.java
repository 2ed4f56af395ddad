package io.dromedial.template;

import io.dromedial.intake.Inbox;
import io.dromedial.journal.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private static final String QUERY = "CamelSqlQuery";
    private final Journal journal;
    private final Inbox inbox;
    private final Place place;

    /** Where and when: what schedules need. */
    public record Place(Path home, ZoneId zone, Clock clock) {}

    public Templates(Journal journal, Inbox inbox, Place place) {
        this.journal = journal;
        this.inbox = inbox;
        this.place = place;
    }

    /** The parameters of each template, and whether each has to be given. */
    public static Map<String, Map<String, Boolean>> parameters() {
        Templates templates = new Templates(null, null, new Place(Path.of(""), ZoneOffset.UTC, Clock.systemUTC()));
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
        csvDrop();
        tableFeed();
        tableResults();
        schedule();
    }

    private void schedule() {
        getContext().getPropertiesComponent().addPropertiesFunction(new QuartzCron());
        routeTemplate(SCHEDULE)
                .description("Submits the same records at the times of a cron expression, each firing once")
                .templateParameter("name", null, "what it is called; begins its batches' names")
                .templateParameter("operation", null, "the operation that the records are for")
                .templateParameter("cron", null, "when: five fields as in cron(8), or Quartz's six")
                .templateParameter("zone", place.zone().getId(), "in which zone")
                .templateParameter("recipients", null, "SELECT …, a CSV file, label:NAME, group:NAME or numbers")
                .templateParameter("dataSource", NONE, "for a SELECT: name of the legacy database")
                .templateParameter("message", NONE, "what is said, with ${column}; where the recipients bring none")
                .templateParameter("misfire", "skip", "skip, or once: what was missed while nothing ran")
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

    private Schedule schedule(RouteTemplateContext template) {
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
            String operation = given.get("operation");
            Schedule.Plan plan = new Schedule.Plan(name, operation, cron, zone, misfire.equals("once"));
            ScheduleRecipients recipients = new ScheduleRecipients(
                    given, place.home(), () -> inbox.formats().apply(operation));
            return new Schedule(plan, journal, place.clock(), recipients);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException("schedule " + name + ": " + e.getMessage(), e);
        }
    }

    private void csvDrop() {
        routeTemplate(CSV_DROP)
                .description("Hands each CSV file of a further folder to an operation's inbox")
                .templateParameter("operation", null, "the operation whose inbox the files are for")
                .templateParameter("folder", null, "the folder that is watched, below the home unless absolute")
                .from("file:{{folder}}?include=(?i).*\\.csv&noop=true&idempotent=false&delay=500&initialDelay=0"
                        + "&sortBy=file:modified&exclusiveReadLockStrategy=#" + Inbox.RESTED
                        + "&probeContentType=false")
                .setProperty("operation", constant("{{operation}}"))
                .process(new CsvDrop(inbox));
    }

    private void tableFeed() {
        TableFeed feed = new TableFeed(journal);
        routeTemplate(TABLE_FEED)
                .description("Submits the rows of a SELECT, each once")
                .templateParameter("dataSource", null, "name of the legacy database: legacy.<name>.url")
                .templateParameter("operation", null, "the operation that the rows are for")
                .templateParameter("select", null, "your SELECT; its columns are named as in a file")
                .templateParameter("key", null, "the column that names a row, unlike any other")
                .templateParameter("taken", NONE, "your UPDATE that marks a row as taken, such as … WHERE id = :#id")
                .templateParameter("every", "30s", "how long after the end of one look the next begins")
                .templateParameter("name", NONE, "what begins its references; the database's name unless given")
                .templateParameter("most", "1000", "rows of one look where they are marked or counted up")
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
                .toD("sql:feed?dataSource=#${exchangeProperty.dataSource}&outputType=StreamList"
                        + "&template.maxRows=${exchangeProperty.limit}")
                .process(feed::take)
                .doCatch(Exception.class)
                .process(feed::failed)
                .end();
    }

    private void tableResults() {
        routeTemplate(TABLE_RESULTS)
                .description("Writes what became of each record into a table")
                .templateParameter("dataSource", null, "name of the legacy database: legacy.<name>.url")
                .templateParameter("operation", null, "the operation whose results are written")
                .templateParameter("sql", null, "your UPDATE or INSERT, such as … WHERE id = :#_reference")
                .templateParameter("name", "table-results-{{dataSource}}-{{operation}}", "keeps its position")
                .templateParameter("from", "beginning", "where it begins the first time: beginning or now")
                .from("journal:results?operation={{operation}}&name={{name}}&from={{from}}")
                .setHeader(QUERY, constant("{{sql}}"))
                .to("sql:results?dataSource=#{{dataSource}}");
    }
}
