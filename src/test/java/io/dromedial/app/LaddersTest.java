package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Operation;
import io.dromedial.record.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a ladder's settings before anything starts. */
class LaddersTest {

    private static final String ON = "dromedial.public-url=https://voice.example.com\nvoicenotify.access-token=a\n";

    @TempDir
    Path home;

    private Configured configured(String config) throws IOException {
        Path file = home.resolve("config/application.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, ON + config);
        return Configured.read(new Home(home), Map.of());
    }

    private List<String> problems(String config) throws IOException {
        return configured(config).loaded().problems().stream()
                .map(Problem::text)
                .toList();
    }

    @Test
    void makesAnOperationOfTheColumnsOfItsSteps() throws IOException {
        Configured configured = configured("voitex.auth-key=b\nladder.urgent.steps = voicenotify.call , voitex.sms\n");
        assertThat(configured.loaded().problems()).isEmpty();
        Operation ladder = configured.operations().find("ladder.urgent").orElseThrow();
        assertThat(ladder.summary()).isEqualTo("voicenotify.call, else voitex.sms");
        assertThat(ladder.columns())
                .extracting(c -> c.name())
                .startsWith("to", "from", "message", "language")
                .contains("phone", "body");
    }

    @Test
    void namesEveryStepThatCanNotBe() throws IOException {
        assertThat(problems("ladder.urgent.steps=voicenotify.cal, voitex.sms, ladder.other\n"))
                .containsExactly(
                        "ladder.urgent.steps names 'voicenotify.cal', which is no operation; did you mean"
                                + " 'voicenotify.call'?",
                        "ladder.urgent.steps names voitex.sms, but voitex is off; set voitex.auth-key, or take the step"
                                + " out",
                        "ladder.urgent.steps names 'ladder.other', which is a ladder itself");
        assertThat(problems("voitex.auth-key=b\nladder.urgent.steps=voitex.branch\n"))
                .containsExactly("ladder.urgent.steps names 'voitex.branch', which comes in and can't be sent");
    }

    @Test
    void namesALadderWithoutSteps() throws IOException {
        assertThat(problems("ladder.urgent.steps=\nladder.urgent.patience=5m\n"))
                .containsExactly("ladder.urgent.steps is missing; name the operations to be tried in order, such as"
                        + " voicenotify.call, voitex.sms");
        assertThat(problems("ladder.urgent.steps=voicenotify.call, voicenotify.call\n"))
                .containsExactly("ladder.urgent.steps names one twice or more than 20; expected different operations");
        assertThat(problems("ladder.Urgent.steps=voicenotify.call\n"))
                .containsExactly("ladder.Urgent.steps names no operation; expected small letters, digits and - behind"
                        + " 'ladder.'");
    }

    @Test
    void namesAStepThatIsNotAhead() throws IOException {
        assertThat(problems("voitex.auth-key=b\nladder.urgent.steps=voicenotify.call, voitex.sms\n"
                        + "ladder.urgent.on.no_answer=voitex.sma\nladder.urgent.on.busy=voicenotify.call\n"))
                .containsExactlyInAnyOrder(
                        "ladder.urgent.on.no_answer is 'voitex.sma'; expected voitex.sms or next; did you mean"
                                + " 'voitex.sms'?",
                        "ladder.urgent.on.busy is 'voicenotify.call'; expected voitex.sms or next");
    }

    @Test
    void leavesToTheStepsWhatIsTheirs() throws IOException {
        assertThat(problems("ladder.urgent.steps=voicenotify.call\nladder.urgent.max-attempts=3\n"))
                .singleElement()
                .asString()
                .startsWith("ladder.urgent.max-attempts is not a setting");
    }

    @Test
    void knowsOnlyRedialsThatMakeSense() throws IOException {
        assertThat(problems("voicenotify.call.redial.invalid_number=5m x2\n"))
                .singleElement()
                .asString()
                .startsWith("voicenotify.call.redial.invalid_number is not a setting");
        assertThat(problems("voicenotify.call.redial.busi=5m x2\n"))
                .containsExactly("voicenotify.call.redial.busi is not a setting; did you mean"
                        + " 'voicenotify.call.redial.busy'?");
        assertThat(problems("voicenotify.call.redial.busy=twice\n"))
                .containsExactly("voicenotify.call.redial.busy is 'twice'; expected a wait and how many times, such as"
                        + " 5m x2");
        assertThat(problems("voicenotify.call.do-not-call.from-results=invalid\n"))
                .singleElement()
                .asString()
                .startsWith("voicenotify.call.do-not-call.from-results is 'invalid'; expected some of answered,");
    }

    @Test
    void theExampleIsGood() throws IOException {
        try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
            for (Path route : routes.filter(Files::isRegularFile).toList()) {
                Path copy = home.resolve(route);
                Files.createDirectories(copy.getParent());
                Files.copy(route, copy);
            }
        }
        Path folder = Path.of("examples", "ladder");
        configured("voitex.auth-key=b\n" + Files.readString(folder.resolve("application.properties")));
        assertThat(new Validation(home, Map.of()).run(Optional.empty(), List.of(folder.resolve("ladder.urgent.csv"))))
                .filteredOn(f -> f.weight() != Validation.Weight.NOTE)
                .isEmpty();
    }
}
