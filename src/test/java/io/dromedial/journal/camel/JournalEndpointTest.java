package io.dromedial.journal.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the endpoints are written, and what is told when they are written wrongly. */
class JournalEndpointTest {

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            journal:sumbit?operation=a.b               | did you mean 'submit'?
            journal:submit                             | journal:submit needs operation=
            journal:submit?operation=call              | operation=call is no operation; expected provider.operation
            journal:submit?operation=a.b&name=x        | journal:submit has no option name; it has allowDuplicate, batch, operation
            journal:submit?operation=a.b&batch=a/b     | batch=a/b; expected a file's name of at most 200 characters
            journal:results?batch=june                 | journal:results has no option batch; it has
            journal:results?from=yesterday             | from=yesterday; expected beginning or now
            journal:results?backoffInitial=5s&backoffMax=1s | the second no shorter than the first
            journal:results?delay=0                    | expected a duration, such as 500ms
            journal:report?operation=a.b               | it has none, the body says all
            journal:results?operaton=a.b               | operaton
            """)
    void refusesWhatCannotWork(String uri, String text) {
        assertThatThrownBy(() -> context.getEndpoint(uri)).hasStackTraceContaining(text);
    }

    @Test
    void readsDurations() {
        JournalEndpoint endpoint = context.getEndpoint(
                "journal:results?delay=2s&backoffInitial=300ms&backoffMax=1m", JournalEndpoint.class);
        assertThat(endpoint.getDelay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(endpoint.backoff(1)).isEqualTo(Duration.ofMillis(300));
        assertThat(endpoint.backoff(2)).isEqualTo(Duration.ofMillis(600));
        assertThat(endpoint.backoff(1000)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void waitsFromASecondToAMinuteUnlessTold() {
        JournalEndpoint endpoint = context.getEndpoint("journal:results", JournalEndpoint.class);
        assertThat(endpoint.backoff(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(endpoint.backoff(7)).isEqualTo(Duration.ofMinutes(1));
        assertThat(endpoint.getDelay()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void tellsWhichEndTheJournalHas() {
        assertThatThrownBy(() -> context.getEndpoint("journal:results").createProducer())
                .hasMessageContaining("journal:results is where a route begins");
        assertThatThrownBy(() -> context.getEndpoint("journal:report").createConsumer(e -> {}))
                .hasMessageContaining("a route can't begin with journal:report");
    }

    @Test
    void saysThatTheRegistryHoldsNoJournal() {
        context.start();
        assertThatThrownBy(() -> context.createProducerTemplate()
                        .requestBody("journal:report", Map.of("operation", "a.b", "reference", "r")))
                .hasRootCauseMessage(
                        "the registry holds no single Journal and Admission; bind them, or set camel.component.journal.home or .url");
    }
}
