package io.dromedial.journal.camel;

import io.dromedial.record.NameLimit;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Submit records to the durable journal, take their results from it, and report what a provider said about one. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "journal",
        title = "Journal",
        syntax = "journal:action",
        category = {Category.MESSAGING},
        headersClass = JournalHeaders.class)
public final class JournalEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {

    static final String SCHEME = "journal";
    static final String SUBMIT = "submit";
    static final String RESULTS = "results";
    static final String REPORT = "report";
    private static final String OPERATION = "[a-z0-9][a-z0-9-]*\\.[a-z0-9][a-z0-9-]*";
    private static final int LONGEST_NAME = 200;

    @UriPath(
            enums = "submit,results,report",
            description = "submit takes in records, results gives settled ones, report takes what a provider said")
    @Metadata(required = true)
    private String action;

    @UriParam(
            label = "common",
            description =
                    "The operation, such as voicenotify.call. Needed to submit; for results, all operations without it")
    private String operation;

    @UriParam(
            label = "producer",
            description = "Adds the records to the batch of that name, which then has result files. A name is no key")
    private String batch;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Sends on purpose what is known already, instead of counting it as a duplicate")
    private boolean allowDuplicate;

    @UriParam(
            label = "consumer",
            description =
                    "The name under which this consumer's position is kept, unlike any other's. The route's id unless given")
    private String name;

    @UriParam(
            label = "consumer",
            enums = "beginning,now",
            defaultValue = "beginning",
            description =
                    "Where a consumer begins that has no position yet: with the first record ever settled, or with the next")
    private String from = "beginning";

    @UriParam(
            label = "consumer",
            defaultValue = "1",
            description =
                    "How many records an exchange holds at most. Above 1 the body is a List of Maps; if its exchange fails, they are given again one by one")
    private int batchSize = 1;

    @UriParam(
            label = "consumer,advanced",
            javaType = "java.time.Duration",
            defaultValue = "500ms",
            description = "How often to look for what another node settled; what this one settles is taken at once")
    private Duration delay = Duration.ofMillis(500);

    @UriParam(
            label = "consumer,advanced",
            javaType = "java.time.Duration",
            defaultValue = "1s",
            description = "How long a record whose exchange failed waits before it is given again; doubles from there")
    private Duration backoffInitial = Duration.ofSeconds(1);

    @UriParam(
            label = "consumer,advanced",
            javaType = "java.time.Duration",
            defaultValue = "1m",
            description = "The longest wait before a failed record is given again")
    private Duration backoffMax = Duration.ofMinutes(1);

    JournalEndpoint(String uri, JournalComponent component) {
        super(uri, component);
    }

    /** Refuses options that can't work, when the route is made. */
    void check() {
        expect(!action.equals(SUBMIT) || operation != null, "needs operation=, such as operation=voicenotify.call");
        expect(
                operation == null || operation.matches(OPERATION),
                "operation=" + operation + " is no operation; expected provider.operation, such as voicenotify.call");
        expect(batch == null || NameLimit.isBatchName(batch), "batch=" + batch + "; " + NameLimit.BATCH_NAME);
        expect(from.equals("beginning") || from.equals("now"), "from=" + from + "; expected beginning or now");
        expect(
                name == null || !name.isBlank() && name.length() <= LONGEST_NAME,
                "name= is empty or longer than " + LONGEST_NAME + " characters");
        expect(batchSize >= 1, "batchSize=" + batchSize + "; expected 1 or more");
        expect(positive(delay), "delay=" + delay + "; expected a duration, such as 500ms");
        expect(
                positive(backoffInitial) && backoffMax.compareTo(backoffInitial) >= 0,
                "backoffInitial=" + backoffInitial + ", backoffMax=" + backoffMax
                        + "; expected durations, the second no shorter than the first");
    }

    private static boolean positive(Duration duration) {
        return duration.toMillis() > 0;
    }

    private void expect(boolean good, String otherwise) {
        if (!good) {
            throw new IllegalArgumentException("journal:" + action + " " + otherwise);
        }
    }

    @Override
    public Producer createProducer() {
        if (action.equals(RESULTS)) {
            throw new UnsupportedOperationException(
                    "journal:results is where a route begins; to give something to the journal, use journal:submit or journal:report");
        }
        return action.equals(SUBMIT) ? new SubmitProducer(this) : new ReportProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (!action.equals(RESULTS)) {
            throw new UnsupportedOperationException(
                    "a route can't begin with journal:" + action + "; what settled comes from journal:results");
        }
        ResultsConsumer consumer = new ResultsConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** Routes may begin with the same words: their positions are kept apart by name. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    @Override
    public JournalComponent getComponent() {
        return (JournalComponent) super.getComponent();
    }

    Optional<String> operation() {
        return Optional.ofNullable(operation);
    }

    Optional<String> batch() {
        return Optional.ofNullable(batch).filter(b -> !b.isBlank());
    }

    boolean fromNow() {
        return from.equals("now");
    }

    /** @param failures in a row, from 1 */
    Duration backoff(int failures) {
        double wait = backoffInitial.toMillis() * Math.pow(2, Math.min(failures - 1, 40));
        return Duration.ofMillis((long) Math.min(backoffMax.toMillis(), wait));
    }

    public String getAction() {
        return action;
    }

    public void setAction(String action) {
        this.action = action;
    }

    public String getOperation() {
        return operation;
    }

    public void setOperation(String operation) {
        this.operation = operation;
    }

    public String getBatch() {
        return batch;
    }

    public void setBatch(String batch) {
        this.batch = batch;
    }

    public boolean isAllowDuplicate() {
        return allowDuplicate;
    }

    public void setAllowDuplicate(boolean allowDuplicate) {
        this.allowDuplicate = allowDuplicate;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getFrom() {
        return from;
    }

    public void setFrom(String from) {
        this.from = from;
    }

    public int getBatchSize() {
        return batchSize;
    }

    public void setBatchSize(int batchSize) {
        this.batchSize = batchSize;
    }

    public Duration getDelay() {
        return delay;
    }

    public void setDelay(Duration delay) {
        this.delay = delay;
    }

    public Duration getBackoffInitial() {
        return backoffInitial;
    }

    public void setBackoffInitial(Duration backoffInitial) {
        this.backoffInitial = backoffInitial;
    }

    public Duration getBackoffMax() {
        return backoffMax;
    }

    public void setBackoffMax(Duration backoffMax) {
        this.backoffMax = backoffMax;
    }
}
