package io.dromedial.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.delivery.http.HttpProbe;
import io.dromedial.delivery.http.ScriptedServer;
import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a route's end means, whatever it leaves. */
final class RouteOutcomeTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T10:00:00Z"), ZoneOffset.UTC);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private final Vertx vertx = Vertx.vertx();
    private DefaultCamelContext context;
    private ScriptedServer server;
    private String url;

    @BeforeEach
    void begin() {
        context = new DefaultCamelContext();
        HttpProbe.install(context, vertx);
        context.start();
        server = new ScriptedServer(ScriptedServer.answering(200, "", "fine"));
        url = "http://127.0.0.1:" + server.port() + "/calls";
    }

    @AfterEach
    void end() {
        context.stop();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private interface Steps {
        void of(RouteDefinition route);
    }

    private List<Outcome> all(Steps steps, int size) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                steps.of(from("direct:acme.call")
                        .errorHandler(noErrorHandler())
                        .setProperty("fields", body())
                        .setBody(constant("{}")));
            }
        });
        return new RouteProbe(context, CLOCK, LIMIT)
                .send("acme.call", size > 1, Collections.nCopies(size, Map.of("phone", "1")));
    }

    private Outcome one(Steps steps) throws Exception {
        return all(steps, 1).get(0);
    }

    private static ConstantExpression constant(String text) {
        return new ConstantExpression(text);
    }

    private static RuntimeException bug() {
        return new IllegalStateException("a bean failed");
    }

    @ParameterizedTest
    @CsvSource({
        "completed, completed",
        "accepted, accepted",
        "refused, refused",
        "deferred, deferred",
        "in_doubt, in_doubt",
        "In-Doubt, in_doubt",
        "sent, in_doubt"
    })
    void takesTheHeaderOutcomeAsTheRoutesWord(String header, String word) throws Exception {
        Outcome outcome = one(r -> r.setHeader("outcome", constant(header))
                .setHeader("reference", constant(" ref 1 "))
                .setHeader("reason", constant("because of +81 90 1234 5678")));
        assertThat(outcome.word()).isEqualTo(word);
        assertThat(outcome.reason()).doesNotContain("1234");
    }

    @Test
    void takesReferenceAndReasonWhicheverWayWasDecided() throws Exception {
        Outcome outcome = one(r -> r.setHeader("reference", constant("ref 1"))
                .setHeader("reason", constant("why"))
                .setBody(e -> Outcome.accepted(Result.NONE)));
        assertThat(outcome).isEqualTo(new Outcome.Accepted(200, "why", Result.reference("ref 1")));
    }

    @Test
    void takesOneOutcomeARecord() throws Exception {
        List<Outcome> given = List.of(Outcome.completed(Result.NONE), Outcome.refused(400, "no"));
        assertThat(all(r -> r.setBody(e -> given), 2)).isEqualTo(given);
    }

    @Test
    void isInDoubtOfAListThatDoesNotFit() throws Exception {
        List<Outcome> given = List.of(Outcome.completed(Result.NONE), Outcome.refused(400, "no"));
        assertThat(all(r -> r.setBody(e -> given), 3)).extracting(Outcome::word).containsOnly("in_doubt");
    }

    @Test
    void isCompletedWhereNothingWasLeft() throws Exception {
        assertThat(one(r -> r.setBody(constant("done")))).isEqualTo(new Outcome.Completed(0, Result.NONE));
    }

    @Test
    void waitsForARouteThatIsNotThere() {
        Outcome outcome = new RouteProbe(context, CLOCK, LIMIT).one("nobody.call", false, Map.of("phone", "1"));
        assertThat(outcome)
                .isEqualTo(new Outcome.Deferred(
                        0, "its route is not running", false, Optional.of(Duration.ofSeconds(5)), false));
    }

    @Test
    void defersWhatFailedBeforeAnythingWasSent() throws Exception {
        Outcome outcome = one(r -> r.to("log:io.dromedial.test?level=DEBUG").process(e -> {
            throw bug();
        }));
        assertThat(outcome).isEqualTo(Outcome.deferred(0, "the route failed before anything was sent: a bean failed"));
    }

    @Test
    void defersABodyThatTheComponentCannotSend() throws Exception {
        Outcome outcome = one(r -> r.setBody(e -> Map.of("a", "map")).to(url));
        assertThat(outcome.word()).as("%s", outcome).isEqualTo("deferred");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void isInDoubtOfWhatFailedAfterSomethingWasSent() throws Exception {
        Outcome outcome =
                one(r -> r.to(url).to("log:io.dromedial.test?level=DEBUG").process(e -> {
                    throw bug();
                }));
        assertThat(outcome.word()).isEqualTo("in_doubt");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void isInDoubtOfWhatFailedAfterASubRouteSentSomething() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:inner").errorHandler(noErrorHandler()).to(url);
            }
        });
        assertThat(one(r -> r.to("direct:inner").process(e -> {
                            throw bug();
                        }))
                        .word())
                .isEqualTo("in_doubt");
    }

    @Test
    void isInDoubtWhereASecondRequestFoundNoConnectionAfterAFirst() throws Exception {
        assertThat(one(r -> r.to(url).to("http://127.0.0.1:1/second")).word()).isEqualTo("in_doubt");
    }

    @Test
    void defersWhereOnlyALookUpWentBefore() throws Exception {
        Outcome outcome = one(r -> r.setHeader("CamelHttpMethod", constant("GET"))
                .to(url)
                .setHeader("CamelHttpMethod", constant("POST"))
                .to("http://127.0.0.1:1/second"));
        assertThat(outcome.word()).isEqualTo("deferred");
    }

    @Test
    void takesTheStatusOfAnExceptionForTheAnswer() throws Exception {
        server.play(ScriptedServer.answering(503, "retry-after: 7\r\n", ""));
        assertThat(one(r -> r.to(url)))
                .isEqualTo(new Outcome.Deferred(503, "HTTP 503", false, Optional.of(Duration.ofSeconds(7)), false));
    }

    @Test
    void isInDoubtOfAnExceptionThatTheRouteSwallowed() throws Exception {
        server.play((n, socket) -> false);
        Outcome outcome =
                one(r -> r.onException(Exception.class).handled(true).end().to(url));
        assertThat(outcome.word()).isEqualTo("in_doubt");
    }

    @Test
    void defersAConnectFailureOfWhateverComponent() throws Exception {
        context.getRegistry().bind("refusing", (Processor) e -> {
            throw new ConnectException("Connection refused");
        });
        Outcome outcome =
                one(r -> r.to("seda:full?size=1&waitForTaskToComplete=Never").process("refusing"));
        assertThat(outcome.reason()).startsWith("no connection: nobody listens there");
    }
}
