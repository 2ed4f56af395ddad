package io.dromedial.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromedial.app.Runtime;
import io.dromedial.app.StartRefused;
import io.dromedial.app.Validation;
import io.dromedial.journal.JournalRefused;
import io.dromedial.provider.Providers;
import io.dromedial.settings.Setting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CONTRACT 9: a start that can't work stops, says everything at once, and leaves nothing behind. */
class StartRefusedTest {

    private House house;

    @TempDir
    Path folder;

    @BeforeEach
    void build() {
        house = House.in(folder);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private List<String> refused() {
        house.furnish();
        StartRefused refused = catchThrowableOfType(StartRefused.class, () -> Runtime.start(house.plan()));
        assertThat(refused).isNotNull();
        return refused.lines();
    }

    @Test
    void namesEveryProblemAtOnce() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            house.set("dromedial.management.port", String.valueOf(taken.getLocalPort()))
                    .set("voicenotify.url", "http://api.example.com/voicenotify")
                    .set("voicenotify.call.max-atempts", "3")
                    .set("dromedial.lease", "soon")
                    .unset("dromedial.public-url");
            List<String> lines = refused();
            assertThat(lines)
                    .anySatisfy(l -> assertThat(l)
                            .contains("dromedial.management.port")
                            .contains(String.valueOf(taken.getLocalPort())))
                    .anySatisfy(l -> assertThat(l).contains("voicenotify.url").contains("http:"))
                    .anySatisfy(l -> assertThat(l)
                            .contains("voicenotify.call.max-atempts")
                            .contains("voicenotify.call.max-attempts"))
                    .anySatisfy(l -> assertThat(l).contains("dromedial.lease").contains("soon"))
                    .anySatisfy(l -> assertThat(l).contains("dromedial.public-url"));
        }
    }

    @Test
    void namesATakenPublicPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            house.set("dromedial.http.port", String.valueOf(taken.getLocalPort()));
            assertThat(refused())
                    .singleElement()
                    .satisfies(l -> assertThat(l)
                            .contains("dromedial.http.port")
                            .contains(String.valueOf(taken.getLocalPort())));
        }
    }

    @Test
    void refusesToStartWithoutRoutes() throws IOException {
        house.furnish();
        try (Stream<Path> all = Files.walk(house.root().resolve("routes"))) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        assertThat(refused()).anySatisfy(l -> assertThat(l).contains("routes").contains("camel.yaml"));
    }

    @Test
    void namesTheFileOfABrokenRoute() {
        house.route("mine/broken.camel.yaml", "- route:\n    from:\n      uri: direct:a\n      stepz: []\n");
        assertThat(refused()).singleElement().satisfies(l -> assertThat(l).contains("mine/broken.camel.yaml"));
    }

    @Test
    void namesTheFileOfARouteThatIsNoYaml() {
        house.route("mine/garbage.camel.yaml", "- route: [unclosed\n");
        assertThat(refused()).singleElement().satisfies(l -> assertThat(l).contains("mine/garbage.camel.yaml"));
    }

    @Test
    void namesTheFileOfARouteWithAnUnknownOptionOrPlaceholder() {
        house.route(
                "mine/option.camel.yaml",
                "- route:\n    id: mine\n    from:\n      uri: timer:tick\n      parameters:\n        perriod: 5\n"
                        + "      steps:\n        - log: hi\n");
        assertThat(refused())
                .singleElement()
                .satisfies(l -> assertThat(l).contains("mine/option.camel.yaml").contains("perriod"));
    }

    /** One fault of each kind, each on the line that the test expects. */
    private void breakEverything() {
        house.set("voicenotify.call.max-atempts", "3")
                .route("mine/simple.camel.yaml", route("simple", "        - setBody: {simple: \"${body\"}\n"))
                .route(
                        "mine/condition.camel.yaml",
                        route("condition", "        - filter: {simple: \"${body} ==\", steps: [{log: a}]}\n"))
                .route("mine/key.camel.yaml", route("key", "        - log: \"{{voicenotify.call.max-atempt}}\"\n"))
                .route("mine/scheme.camel.yaml", route("scheme", "        - to: htp:acme.example\n"))
                .route("mine/bean.camel.yaml", route("bean", "        - bean: {ref: voicenotfy, method: x}\n"))
                .route(
                        "mine/submit.camel.yaml",
                        route("submit", "        - to: journal:submit?operation=voicenotify.cal&batch=a/b\n"))
                .route("mine/sql.camel.yaml", route("sql", "        - to: \"sql:select 1 from x?dataSource=#crn\"\n"))
                .route("mine/twin.camel.yaml", route("bean", "        - log: hi\n"))
                .route("mine/now.camel.yaml", """
                        - route:
                            id: now
                            group: mine
                            description: Results from now on
                            from:
                              uri: journal:results
                              parameters:
                                from: now
                                name: mine
                              steps:
                                - log: hi
                        """)
                .route("mine/template.camel.yaml", """
                        - templatedRoute:
                            routeTemplateRef: table-fed
                            routeId: template-one
                        - templatedRoute:
                            routeTemplateRef: csv-drop
                            routeId: template-two
                            parameters:
                              - name: operation
                                value: voicenotify.cal
                              - name: folder
                                value: drop
                        - templatedRoute:
                            routeTemplateRef: table-results
                            routeId: template-three
                            parameters:
                              - name: dataSource
                                value: crm
                              - name: operation
                                value: voicenotify.call
                        """);
    }

    private static String route(String name, String step) {
        return "- route:\n    id: " + name + "\n    group: mine\n    description: Broken\n    from:\n      uri: direct:"
                + name + "\n      steps:\n" + step;
    }

    private static void tellsEverything(List<String> lines) {
        assertThat(lines)
                .noneSatisfy(l -> assertThat(l).contains("mine/now.camel.yaml"))
                .anySatisfy(l -> assertThat(l)
                        .contains("routes/mine/sql.camel.yaml:8: unknown data source 'crn'; set legacy.crn.url"))
                .anySatisfy(l -> assertThat(l)
                        .contains("routes/mine/twin.camel.yaml:6: direct:bean stands at bean.camel.yaml:6 as well"))
                .anySatisfy(l -> assertThat(l)
                        .contains("routes/mine/twin.camel.yaml:2: the route id 'bean' stands at bean.camel.yaml:2"))
                .anySatisfy(l -> assertThat(l).contains("voicenotify.call.max-atempts"))
                .anySatisfy(l -> assertThat(l).contains("routes/mine/simple.camel.yaml:8: the simple text is broken"))
                .anySatisfy(l ->
                        assertThat(l).contains("routes/mine/condition.camel.yaml:8: the simple condition is broken"))
                .anySatisfy(l -> assertThat(l).contains("routes/mine/key.camel.yaml:8: unknown key"))
                .anySatisfy(l -> assertThat(l).contains("routes/mine/scheme.camel.yaml:8: unknown component 'htp'"))
                .anySatisfy(l -> assertThat(l)
                        .contains(
                                "routes/mine/bean.camel.yaml:8: unknown bean 'voicenotfy'; did you mean 'voicenotify'"))
                .anySatisfy(l -> assertThat(l)
                        .contains("routes/mine/submit.camel.yaml:8: unknown operation 'voicenotify.cal'")
                        .contains("did you mean 'voicenotify.call'"))
                .anySatisfy(l ->
                        assertThat(l).contains("routes/mine/submit.camel.yaml:8: batch=a/b; expected a file's name"))
                .anySatisfy(l -> assertThat(l)
                        .contains("routes/mine/template.camel.yaml:2: unknown template 'table-fed'")
                        .contains("did you mean 'table-feed'"))
                .anySatisfy(l -> assertThat(l)
                        .contains("routes/mine/template.camel.yaml:9: unknown operation 'voicenotify.cal'"))
                .anySatisfy(l -> assertThat(l)
                        .contains("routes/mine/template.camel.yaml:17: unknown data source 'crm'")
                        .contains("legacy.crm.url"))
                .anySatisfy(l -> assertThat(l)
                        .contains("routes/mine/template.camel.yaml:13: ")
                        .contains("'sql'"));
    }

    @Test
    void tellsEveryFaultOfEveryRouteBesidesTheConfigurations() {
        breakEverything();
        tellsEverything(refused());
    }

    @Test
    void validateTellsTheSameAndGoesOnBehindAFileThatIsNotThere() {
        breakEverything();
        house.furnish();
        Path csv = house.root().resolve("bad.csv");
        House.write(csv, "phone,message,caller,language\ntwelve,Hi,815050050080,en\n".getBytes(UTF_8));
        List<Validation.Finding> found = new Validation(house.root(), java.util.Map.of())
                .run(Optional.of(House.CALL), List.of(house.root().resolve("none.csv"), csv));
        List<String> lines = found.stream().map(Validation.Finding::text).toList();
        tellsEverything(lines);
        assertThat(lines)
                .contains("none.csv is not a file")
                .anySatisfy(l -> assertThat(l).contains("bad.csv:2: ").contains("phone"));
    }

    @Test
    void refusesValuesThatNothingCouldBeDoneWith() {
        house.set("dromedial.datasource.url", "jdbc:foo:x")
                .set("voice2phone.call.status.x", "answered")
                .set("voicenotify.call.default.message", "Hello ${name");
        assertThat(refused())
                .hasSize(3)
                .anySatisfy(l -> assertThat(l).contains("dromedial.datasource.url is of a database that keeps no"))
                .anySatisfy(l -> assertThat(l)
                        .contains("voice2phone.call.status.x is not a setting; did you mean 'voice2phone.call.status."))
                .anySatisfy(l -> assertThat(l)
                        .contains("voicenotify.call.default.message opens ${ and does not close it; write ${column}"));
    }

    @Test
    void refusesARegionWhereNumbersHaveTheirCountryAlready() {
        house.set("voitex.sms.region", "JP")
                .set("voice2phone.call.region", "JP")
                .set("innocalls.status.region", "JP")
                .set("voicenotify.call.region", "JP");
        assertThat(refused())
                .containsExactlyInAnyOrder(
                        place("voitex.sms.region") + " has no meaning: voitex.sms takes numbers of US only; remove it",
                        place("voice2phone.call.region")
                                + " has no meaning: the country of each number is in the column"
                                + " Phone.CountryCode; remove it, or set voice2phone.call.default.Phone.CountryCode where"
                                + " rows name none",
                        place("innocalls.status.region")
                                + " has no meaning: innocalls.status takes no phone number; remove it");
        assertThat(new Validation(house.root(), java.util.Map.of()).run(Optional.empty(), List.of()))
                .filteredOn(f -> f.weight() == Validation.Weight.START)
                .hasSize(3);
    }

    /** Where a key stands in the configuration, and its name. */
    private String place(String key) {
        try {
            List<String> lines = Files.readAllLines(house.root().resolve("config/application.properties"));
            int line = 1 + lines.indexOf(key + "=JP");
            return "config/application.properties:" + line + ": " + key;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void validatingForNoOperationThatThereIsIsAWrongCall() {
        house.furnish();
        Path csv = house.root().resolve("voicenotify.cal.csv");
        House.write(csv, "phone,message,caller,language\n".getBytes(UTF_8));
        assertThat(wrong(Optional.of("voicenotify.cal"), List.of(csv)))
                .containsExactly("--operation: no operation is named 'voicenotify.cal'; did you mean"
                        + " 'voicenotify.call'?; all are listed by: dromedial operations");
        assertThat(wrong(Optional.of("nope.x"), List.of()))
                .containsExactly(
                        "--operation: no operation is named 'nope.x'; all are listed by: dromedial operations");
        assertThat(wrong(Optional.empty(), List.of(csv)))
                .containsExactly(
                        "voicenotify.cal.csv: neither its folder nor its name tells the operation; name it with"
                                + " --operation; did you mean 'voicenotify.call'?; all are listed by: dromedial operations");
    }

    private List<String> wrong(Optional<String> operation, List<Path> files) {
        return new Validation(house.root(), java.util.Map.of())
                .run(operation, files).stream()
                        .filter(f -> f.weight() == Validation.Weight.START)
                        .map(Validation.Finding::text)
                        .toList();
    }

    @Test
    void tellsAllBrokenRoutesWhereCamelStopsAtTheFirst() {
        house.route("mine/one.camel.yaml", route("one", "        - setBody: {simple: \"${body\"}\n"))
                .route("mine/two.camel.yaml", route("two", "        - stepz: {}\n"))
                .route("mine/three.camel.yaml", "- route: [unclosed\n");
        assertThat(refused())
                .hasSize(3)
                .anySatisfy(l -> assertThat(l).contains("routes/mine/one.camel.yaml:8"))
                .anySatisfy(l -> assertThat(l).contains("routes/mine/two.camel.yaml:8"))
                .anySatisfy(l -> assertThat(l).contains("routes/mine/three.camel.yaml:"));
    }

    @Test
    void leavesNothingRunning() throws IOException {
        // once beforehand, for what a JVM starts only once
        house.open().stop();
        Set<String> before = threads();
        house.route("mine/broken.camel.yaml", "- route:\n    from:\n      uri: direct:a\n      stepz: []\n");
        refused();
        Files.delete(house.root().resolve("routes/mine/broken.camel.yaml"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
        house.open();
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(t -> !t.getName().startsWith("awaitility"))
                .map(t -> t.getName().replaceAll("\\d+", "#"))
                .filter(name -> !name.startsWith("awaitility"))
                .collect(Collectors.toSet());
    }

    @Test
    void isRefusedWhileAnotherHoldsTheJournal() {
        house.open();
        Throwable refused = catchThrowable(() -> Runtime.start(new Runtime.Plan(
                house.plan().home(),
                house.plan().clock(),
                java.util.Map.of("DROMEDIAL_HTTP_PORT", String.valueOf(House.freePort())),
                true,
                lost -> {})));
        assertThat(refused).isInstanceOf(JournalRefused.class).hasMessageContaining("in use");
        Drop drop = house.drop(
                House.CALL, "still", "phone,message,caller,language\n" + Phones.any() + ",Hi,815050050080,en\n");
        assertThat(drop.results().column("_state")).containsExactly("completed");
    }

    @Test
    void startsWithoutAnyProviderAndSaysWhatToSet() {
        Providers.load().settings().stream()
                .flatMap(p -> p.settings().stream())
                .filter(Setting::credential)
                .forEach(s -> house.unset(s.key()));
        house.unset("dromedial.public-url").open();
        Drop drop = house.drop(House.CALL, "off", "phone\n" + Phones.any() + "\n");
        String mend = "voicenotify is off; to turn it on set voicenotify.access-token and dromedial.public-url in"
                + " config/application.properties and start again";
        assertThat(drop.errorText()).contains(mend);
        assertThat(drop.resultsFile()).doesNotExist();
        HttpResponse<String> submitted =
                house.submit(House.CALL, "[{\"phone\":\"" + Phones.any() + "\",\"message\":\"Hi\"}]");
        assertThat(submitted.statusCode()).isEqualTo(503);
        assertThat(submitted.body()).contains("nothing was taken in: " + mend);
        assertThat(house.reading().batches(0, 10)).isEmpty();
        Path file = house.root().resolve("mine.csv");
        House.write(file, "phone\n1\n".getBytes(UTF_8));
        assertThat(new Validation(house.root(), Map.of()).run(Optional.of(House.CALL), List.of(file)))
                .anySatisfy(f -> assertThat(f.toString()).contains("NOTE").contains(mend));
    }

    @Test
    void refusesAHomeThatEverybodyCanWrite() throws IOException {
        house.furnish();
        Path inbox = Files.createDirectories(house.root().resolve("inbox"));
        Files.setPosixFilePermissions(inbox, PosixFilePermissions.fromString("rwxrwxrwx"));
        StartRefused refused = catchThrowableOfType(StartRefused.class, () -> Runtime.start(house.plan()));
        assertThat(refused.lines()).singleElement().asString().contains(inbox.toString(), "chmod o-w");
    }
}
