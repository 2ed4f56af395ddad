package io.dromedial.journal.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedial.journal.Started;
import io.dromedial.record.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a route that begins with {@code journal:results} gets, and when. */
class ResultsConsumerTest {

    private static final String FAST = "&backoffInitial=20ms&backoffMax=40ms";

    @TempDir
    Path home;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(home);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void reopen() {
        rig.close();
        rig = new Rig(home);
    }

    @SuppressWarnings("unchecked")
    private RouteBuilder taking(String id, String uri, Consumer<Exchange> before) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(uri).routeId(id).process(e -> {
                    before.accept(e);
                    if (e.getException() == null && !e.isRollbackOnly()) {
                        rig.take(e.getMessage().getBody(Map.class));
                    }
                });
            }
        };
    }

    private RouteBuilder taking(String id, String uri) {
        return taking(id, uri, e -> {});
    }

    @Test
    void givesTheOriginalFieldsAndTheColumnsOfResults() throws Exception {
        rig.submit(Rig.CALL, List.of(Map.of("reference", "a", "phone", "8190")));
        rig.settle(Rig.CALL);
        List<Message> messages = new CopyOnWriteArrayList<>();
        rig.java(taking(
                        "r",
                        "journal:results?operation=ringer.call&name=n",
                        e -> messages.add(e.getMessage().copy())))
                .start();
        rig.awaitTaken(1);
        assertThat(rig.taken.get(0))
                .containsEntry("reference", "a")
                .containsEntry("phone", "8190")
                .containsEntry("_reference", "a")
                .containsEntry("_state", "completed")
                .containsEntry("_disposition", "answered")
                .containsEntry("_provider_code", "200")
                .containsEntry("_provider_ref", "ref-a")
                .containsEntry("_digits", "1")
                .containsEntry("_detail", "{\"price\":2}")
                .containsEntry("_attempts", 1)
                .containsEntry("_error", "")
                .containsEntry("_accepted_at", "2026-03-01T09:30:00Z")
                .containsEntry("_completed_at", "2026-03-01T09:30:00Z")
                .hasSize(13);
        assertThat(messages.get(0).getHeaders())
                .containsEntry("journalReference", "a")
                .containsEntry("journalOperation", "ringer.call")
                .containsEntry("journalState", "completed")
                .doesNotContainKey("journalBatch");
    }

    @Test
    void givesTheRowsOfABatchInTheOrderOfItsHeader() throws Exception {
        rig.submitRows(
                Rig.CALL,
                "june",
                List.of("phone", "_reference", "text", "note"),
                List.of("[\"1\",\"old\",\"a \\\"b\\\"\"]"));
        rig.settle(Rig.CALL, s -> Outcome.refused(400, "no such number"));
        List<String> batches = new CopyOnWriteArrayList<>();
        rig.java(taking(
                        "r",
                        "journal:results",
                        e -> batches.add(e.getMessage().getHeader("journalBatch", String.class))))
                .start();
        rig.awaitTaken(1);
        Map<String, Object> row = rig.taken.get(0);
        assertThat(row.keySet())
                .startsWith("phone", "text", "note", "_reference", "_state")
                .hasSize(14);
        assertThat(row)
                .containsEntry("phone", "1")
                .containsEntry("text", "a \"b\"")
                .containsEntry("note", "")
                .containsEntry("_state", "rejected")
                .containsEntry("_error", "no such number")
                .containsEntry("_detail", "");
        assertThat((String) row.get("_reference")).startsWith("drm-");
        assertThat(batches).containsExactly("june");
    }

    @Test
    void givesRecordsInTheOrderOfSettlingAndWakesWithoutAPoll() throws Exception {
        rig.java(taking("r", "journal:results?operation=ringer.call&name=n&delay=1h"))
                .start();
        rig.submit(Rig.CALL, "b");
        rig.settle(Rig.CALL);
        rig.awaitTaken(1);
        rig.submit(Rig.CALL, "a");
        rig.settle(Rig.CALL);
        rig.awaitTaken(2);
        assertThat(rig.takenReferences()).containsExactly("b", "a");
    }

    @Test
    void givesOnlyItsOperation() throws Exception {
        rig.submit(Rig.CALL, "a");
        rig.submit("ringer.sms", "b");
        rig.settle("ringer.sms");
        rig.settle(Rig.CALL);
        rig.java(taking("r", "journal:results?operation=ringer.call")).start();
        rig.awaitTaken(1);
        assertThat(rig.takenReferences()).containsExactly("a");
    }

    @Test
    void givesAllOperationsWithoutOne() throws Exception {
        rig.submit(Rig.CALL, "a");
        rig.submit("ringer.sms", "b");
        rig.settle("ringer.sms");
        rig.settle(Rig.CALL);
        rig.java(taking("r", "journal:results?name=n")).start();
        rig.awaitTaken(2);
        assertThat(rig.takenReferences()).containsExactly("b", "a");
    }

    @Test
    void givesMoreThanAPage() throws Exception {
        List<String> references = IntStream.range(0, 250).mapToObj(i -> "r" + i).toList();
        rig.submit(Rig.CALL, references.toArray(String[]::new));
        rig.settle(Rig.CALL);
        rig.java(taking("r", "journal:results?name=n&delay=1h")).start();
        rig.awaitTaken(250);
        assertThat(rig.takenReferences()).isEqualTo(references);
    }

    @Test
    void passesARecordThatWasGivenAnotherChanceUntilItIsSettledAgain() throws Exception {
        rig.submit(Rig.CALL, "a", "b");
        List<Started> started = new ArrayList<>();
        rig.settle(Rig.CALL, s -> {
            started.add(s);
            return Outcome.refused(400, "no");
        });
        rig.journal.redrive(started.get(0).id(), "");
        rig.java(taking("r", "journal:results?name=n")).start();
        rig.awaitTaken(1);
        rig.settle(Rig.CALL);
        rig.awaitTaken(2);
        assertThat(rig.taken)
                .extracting(m -> m.get("_reference") + " " + m.get("_state"))
                .containsExactly("b rejected", "a completed");
    }

    @Test
    void goesOnFromItsPositionAfterARestart() throws Exception {
        rig.submit(Rig.CALL, "a", "b");
        rig.settle(Rig.CALL);
        rig.java(taking("r", "journal:results?name=n")).start();
        rig.awaitTaken(2);
        reopen();
        rig.submit(Rig.CALL, "c");
        rig.settle(Rig.CALL);
        rig.java(taking("r", "journal:results?name=n")).start();
        rig.awaitTaken(1);
        assertThat(rig.takenReferences()).containsExactly("c");
    }

    @Test
    void keepsItsPositionUnderTheRoutesId() throws Exception {
        rig.submit(Rig.CALL, "a");
        rig.settle(Rig.CALL);
        rig.java(taking("mine", "journal:results")).start();
        rig.awaitTaken(1);
        reopen();
        rig.java(taking("mine", "journal:results")).java(taking("other", "journal:results?name=other"));
        rig.start();
        rig.awaitTaken(1);
        rig.submit(Rig.CALL, "b");
        rig.settle(Rig.CALL);
        rig.awaitTaken(3);
        assertThat(rig.takenReferences()).containsExactlyInAnyOrder("a", "b", "b");
    }

    @Test
    void beginsWithTheNextWhereAskedTo() throws Exception {
        rig.submit(Rig.CALL, "a");
        rig.settle(Rig.CALL);
        rig.java(taking("r", "journal:results?name=n&from=now")).start();
        rig.submit(Rig.CALL, "b");
        rig.settle(Rig.CALL);
        rig.awaitTaken(1);
        assertThat(rig.takenReferences()).containsExactly("b");
    }

    @Test
    void givesAFailedRecordAgainBeforeThoseBehindIt() throws Exception {
        rig.submit(Rig.CALL, "a", "b", "c");
        rig.settle(Rig.CALL);
        List<String> given = new CopyOnWriteArrayList<>();
        rig.java(taking("r", "journal:results?name=n" + FAST, e -> {
                    String reference = e.getMessage().getHeader("journalReference", String.class);
                    given.add(reference);
                    if (reference.equals("b") && given.size() < 5) {
                        e.setException(new IllegalStateException("not yet"));
                    }
                }))
                .start();
        rig.awaitTaken(3);
        assertThat(given).containsExactly("a", "b", "b", "b", "b", "c");
        assertThat(rig.takenReferences()).containsExactly("a", "b", "c");
    }

    @Test
    void givesARolledBackRecordAgain() throws Exception {
        rig.submit(Rig.CALL, "a", "b");
        rig.settle(Rig.CALL);
        AtomicInteger given = new AtomicInteger();
        rig.java(taking("r", "journal:results?name=n" + FAST, e -> e.setRollbackOnly(given.incrementAndGet() < 3)))
                .start();
        rig.awaitTaken(2);
        assertThat(rig.takenReferences()).containsExactly("a", "b");
        assertThat(given).hasValue(4);
    }

    @Test
    void takesAHandledFailureForAGoodEnd() throws Exception {
        rig.submit(Rig.CALL, "a", "b");
        rig.settle(Rig.CALL);
        rig.java(new RouteBuilder() {
                    @Override
                    @SuppressWarnings("unchecked")
                    public void configure() {
                        onException(IllegalStateException.class)
                                .handled(true)
                                .process(e -> rig.take(e.getMessage().getBody(Map.class)));
                        from("journal:results?name=n").routeId("r").process(e -> {
                            throw new IllegalStateException("always");
                        });
                    }
                })
                .start();
        rig.awaitTaken(2);
        assertThat(rig.takenReferences()).containsExactly("a", "b");
    }

    @Test
    void doesNotPassAFailedRecordInARestart() throws Exception {
        rig.submit(Rig.CALL, "a", "b", "c");
        rig.settle(Rig.CALL);
        AtomicInteger failed = new AtomicInteger();
        rig.java(taking("r", "journal:results?name=n&backoffInitial=1m", e -> {
                    if (e.getMessage().getHeader("journalReference").equals("b")) {
                        failed.incrementAndGet();
                        throw new IllegalStateException("not yet");
                    }
                }))
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> failed.get() > 0);
        JournalComponent component = rig.context.getComponent("journal", JournalComponent.class);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> component.consuming().get(0).failures() == 1);
        assertThat(component.consuming().get(0).problem()).isEqualTo("IllegalStateException: not yet");
        assertThat(component.consuming().get(0).routeId()).isEqualTo("r");
        reopen();
        rig.java(taking("r", "journal:results?name=n")).start();
        rig.awaitTaken(2);
        assertThat(rig.takenReferences()).containsExactly("b", "c");
    }

    @Test
    void givesEveryConsumerAll() throws Exception {
        rig.submit(Rig.CALL, "a", "b");
        rig.settle(Rig.CALL);
        rig.java(taking("one", "journal:results"))
                .java(taking("two", "journal:results"))
                .start();
        rig.awaitTaken(4);
        assertThat(rig.takenReferences()).containsExactlyInAnyOrder("a", "a", "b", "b");
    }

    @Test
    void refusesTwoConsumersOfOneName() throws Exception {
        rig.java(taking("one", "journal:results?name=same")).java(taking("two", "journal:results?name=same&from=now"));
        assertThatThrownBy(rig::start)
                .hasStackTraceContaining(
                        "journal:results: the name 'same' is taken by the route 'one'; each consumer keeps its position under a"
                                + " name of its own: set name=");
    }

    @Test
    void givesTheNameBackWhenTheRouteIsRemoved() throws Exception {
        rig.java(taking("one", "journal:results?name=same")).start();
        rig.context.getRouteController().stopRoute("one");
        rig.context.removeRoute("one");
        rig.java(taking("two", "journal:results?name=same"));
        rig.submit(Rig.CALL, "a");
        rig.settle(Rig.CALL);
        rig.awaitTaken(1);
        assertThat(rig.takenReferences()).containsExactly("a");
    }

    @Test
    void givesNothingWhileSuspended() throws Exception {
        rig.java(taking("r", "journal:results?name=n&delay=1h"))
                .java(taking("other", "journal:results?name=o&delay=1h"));
        rig.start();
        rig.context.getRouteController().suspendRoute("r");
        rig.submit(Rig.CALL, "a");
        rig.settle(Rig.CALL);
        rig.awaitTaken(1);
        JournalComponent component = rig.context.getComponent("journal", JournalComponent.class);
        assertThat(component.consuming()).filteredOn(c -> c.name().equals("n")).allMatch(c -> c.position() == 0);
        rig.context.getRouteController().resumeRoute("r");
        rig.awaitTaken(2);
    }

    @Test
    void letsTheRecordUnderWayEndWhenStopped() throws Exception {
        rig.submit(Rig.CALL, "a", "b");
        rig.settle(Rig.CALL);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        rig.java(taking("r", "journal:results?name=n", e -> {
                    begun.countDown();
                    wait(goOn);
                }))
                .start();
        wait(begun);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(rig.context::stop);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> rig.context.getRoute("r").getConsumer() instanceof ResultsConsumer c && c.isSuspended());
        assertThat(stopped).isNotDone();
        goOn.countDown();
        stopped.get(60, TimeUnit.SECONDS);
        assertThat(rig.takenReferences()).containsExactly("a");
        reopen();
        rig.java(taking("r", "journal:results?name=n")).start();
        rig.awaitTaken(1);
        assertThat(rig.takenReferences()).containsExactly("b");
    }

    private static void wait(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void stopsQuicklyWhileAFailedRecordWaits() throws Exception {
        rig.submit(Rig.CALL, "a");
        rig.settle(Rig.CALL);
        rig.java(taking("r", "journal:results?name=n&backoffInitial=1h&backoffMax=1h", e -> {
                    throw new IllegalStateException("not yet");
                }))
                .start();
        JournalComponent component = rig.context.getComponent("journal", JournalComponent.class);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> component.consuming().get(0).failures() == 1);
        CompletableFuture.runAsync(rig.context::stop).get(60, TimeUnit.SECONDS);
        assertThat(component.consuming()).isEmpty();
    }

    @Test
    void worksInYaml() throws Exception {
        rig.submit(Rig.CALL, "a");
        rig.settle(Rig.CALL);
        rig.context.getRegistry().bind("rig", rig);
        rig.yaml("""
                        - route:
                            id: r
                            from:
                              uri: journal:results
                              parameters:
                                operation: ringer.call
                                name: n
                                from: beginning
                              steps:
                                - filter:
                                    simple: "${body[_state]} == 'completed' && ${header.journalState} == 'completed'"
                                    steps:
                                      - bean:
                                          ref: rig
                                          method: take
                        """).start();
        rig.awaitTaken(1);
        assertThat(rig.takenReferences()).containsExactly("a");
    }
}
