package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteLintTest {

    private static final RouteLint LINT = new RouteLint();

    @TempDir
    private Path folder;

    private static final String GOOD = """
            # Feeds a folder.
            - route:
                id: acme-feed
                group: feeds
                description: Takes drops to the log
                from:
                  uri: file:inbox/acme
                  parameters:
                    noop: true
                    delay: "{{acme.delay}}"
                  steps:
                    - unmarshal:
                        csv:
                          lazyLoad: "true"
                    - setBody:
                        simple: "${body[x]}"
                    - choice:
                        when:
                          - simple: "${header.x} == 1"
                            steps:
                              - to: log:one?showHeaders=true
                    - to:
                        uri: https
                        parameters:
                          httpUri: "{{acme.url}}"
                          httpMethod: POST
                          throwExceptionOnFailure: false
                    - to:
                        uri: sql:insert into x (a) values (:#${body[a]})
                        parameters:
                          dataSource: "#legacy"
            """;

    @Test
    void findsNothingInARouteThatIsWrittenAsOurs() throws IOException {
        assertThat(LINT.check(file("acme.camel.yaml", GOOD))).isEmpty();
    }

    /** Where a language's text may be written at once, or as an object. */
    @Test
    void takesABareNumberWhereTextMayStand() throws IOException {
        String delayed = """
                - route:
                    id: acme-slow
                    group: feeds
                    description: Waits
                    from:
                      uri: timer:acme
                      steps:
                        - delay:
                            constant: 4000
                        - setHeader:
                            name: n
                            constant: true
                """;
        assertThat(faults(delayed)).isEmpty();
        assertThat(faults(delayed.replace("constant: 4000", "constant: [4000]")))
                .isNotEmpty()
                .allSatisfy(f -> assertThat(f).startsWith("acme.camel.yaml:9: 'constant' should be of type "));
    }

    @Test
    void namesTheLineOfAnUnknownKeyAndWhatWasMeant() throws IOException {
        assertThat(faults(GOOD.replace("lazyLoad", "lazyLod")))
                .containsExactly("acme.camel.yaml:14: unknown key 'lazyLod'; did you mean 'lazyLoad'? in 'csv'");
        assertThat(faults(GOOD.replace("setBody", "setBodi")))
                .containsExactly("acme.camel.yaml:15: unknown key 'setBodi'; did you mean 'setBody'? in 'steps'");
        assertThat(faults(GOOD.replace("simple: \"${body", "simpel: \"${body")))
                .containsExactly("acme.camel.yaml:16: unknown key 'simpel'; did you mean 'simple'? in 'setBody'");
        assertThat(faults(GOOD.replace("- route:", "- rout:")))
                .contains("acme.camel.yaml:2: unknown element 'rout'; did you mean 'route'?");
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        assertThat(faults("- route:\n    id: acme\n    group: a\n    description: b\n"))
                .containsExactly("acme.camel.yaml:2: 'route' lacks 'from'");
        assertThat(faults(GOOD.replace("uri: file:inbox/acme", "id: x")))
                .containsExactly("acme.camel.yaml:7: 'from' lacks 'uri'");
    }

    @Test
    void refusesAnOptionThatTheEndpointDoesNotKnow() throws IOException {
        assertThat(faults(GOOD.replace("noop", "nop")))
                .containsExactly("acme.camel.yaml:9: unknown option 'nop'; did you mean 'noop'? of file");
        assertThat(faults(GOOD.replace("showHeaders", "showHaeders")))
                .containsExactly(
                        "acme.camel.yaml:21: unknown option 'showHaeders'; did you mean 'showHeaders'? of log");
        assertThat(faults(GOOD.replace("dataSource:", "datasource:")))
                .containsExactly("acme.camel.yaml:31: unknown option 'datasource'; did you mean 'dataSource'? of sql");
        assertThat(faults(GOOD.replace("noop: true", "noop: maybe")))
                .containsExactly("acme.camel.yaml:9: 'noop' of file is 'maybe'; expected true or false");
        assertThat(faults(GOOD.replace("noop: true", "fileExist: Append")))
                .containsExactly("acme.camel.yaml:9: 'fileExist' of file is an option where it sends, not in a from");
    }

    @Test
    void tellsOfASlipThatHttpWouldSendOnAsAQuery() throws IOException {
        assertThat(conventions(GOOD.replace("throwExceptionOnFailure", "throwExceptionOnFailur")))
                .containsExactly("acme.camel.yaml:27: unknown option 'throwExceptionOnFailur'; did you mean"
                        + " 'throwExceptionOnFailure'? of https");
        assertThat(LINT.check(file("acme.camel.yaml", GOOD.replace("throwExceptionOnFailure", "customer"))))
                .isEmpty();
    }

    @Test
    void tellsAComponentThatIsNotOnTheClassPathFromOneThatIsNone() throws IOException {
        assertThat(faults(GOOD.replace("log:one?showHeaders=true", "kafka:topic")))
                .containsExactly("acme.camel.yaml:21: the component 'kafka' is not here; put camel-kafka and what it"
                        + " needs into lib/");
        assertThat(faults(GOOD.replace("log:one?showHeaders=true", "logg:topic")))
                .containsExactly("acme.camel.yaml:21: unknown component 'logg'; did you mean 'log'?");
    }

    @Test
    void namesTheLineWhereTheYamlBreaks() throws IOException {
        assertThat(faults("- route:\n    id: 'acme\n"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("acme.camel.yaml:3: not YAML: ");
        assertThat(faults("# nothing\n")).containsExactly("acme.camel.yaml:1: holds no routes");
        assertThat(faults(GOOD.replace("noop: true", "delay: 5000")))
                .containsExactly("acme.camel.yaml:10: 'delay' stands here twice");
        Path latin = folder.resolve("latin.camel.yaml");
        Files.write(latin, new byte[] {'#', (byte) 0xe4});
        assertThat(LINT.check(latin)).extracting(RouteLint.Finding::text).containsExactly("not UTF-8 text");
    }

    /** What the schema says is of the last of two, and the first is what is found by the name. */
    @Test
    void keysThatStandTwiceAreToldWhateverIsBelowThem() throws IOException {
        assertThat(LINT.check(file("acme.camel.yaml", """
                - route:
                    from:
                      uri: timer:a
                      steps: a
                    from:
                      uri: timer:b
                      steps:
                        - nothing: b
                """)))
                .extracting(RouteLint.Finding::text)
                .contains("'from' stands here twice", "unknown key 'nothing' in 'steps'");
    }

    @Test
    void wantsIdGroupAndDescriptionAndAFileOfThatName() throws IOException {
        assertThat(conventions(GOOD.replace("    group: feeds\n    description: Takes drops to the log\n", "")))
                .containsExactly(
                        "acme.camel.yaml:2: the route has no group", "acme.camel.yaml:2: the route has no description");
        assertThat(conventions(GOOD.replace("    id: acme-feed\n", "")))
                .containsExactly("acme.camel.yaml:2: the route has no id");
        assertThat(conventions(GOOD.replace("acme-feed", "other")))
                .singleElement()
                .asString()
                .startsWith("acme.camel.yaml:3: ");
        assertThat(conventions("- from:\n    uri: timer:x\n    steps:\n      - to: log:x\n"))
                .singleElement()
                .asString()
                .startsWith("acme.camel.yaml:1: ");
    }

    @Test
    void wantsARouteOfAtMostThirtyLines() throws IOException {
        assertThat(conventions(GOOD + "\n\n# a comment behind it does not count\n"))
                .isEmpty();
        assertThat(conventions(GOOD
                        + "        - to: log:one more\n"
                                .repeat(1)
                                .replace("        -", "            -")
                                .substring(4)))
                .containsExactly("acme.camel.yaml:2: the route has 31 lines, of at most 30; leave decisions to Java");
    }

    @Test
    void wantsNoScriptsAndOneChoice() throws IOException {
        assertThat(conventions(GOOD.replace("simple: \"${body", "groovy: \"${body")))
                .singleElement()
                .asString()
                .startsWith("acme.camel.yaml:16: a script");
        assertThat(conventions(GOOD.replace("log:one?showHeaders=true", "language:groovy:x")))
                .singleElement()
                .asString()
                .startsWith("acme.camel.yaml:21: a script");
        assertThat(conventions(GOOD.replace(
                        "- to: log:one?showHeaders=true",
                        "- choice: {when: [{simple: '${body} == 1', steps: [{to: 'log:x'}]}]}")))
                .singleElement()
                .asString()
                .startsWith("acme.camel.yaml:21: a second choice");
    }

    private List<String> faults(String text) throws IOException {
        return said(text, false);
    }

    private List<String> conventions(String text) throws IOException {
        return said(text, true);
    }

    private List<String> said(String text, boolean convention) throws IOException {
        List<RouteLint.Finding> found = LINT.check(file("acme.camel.yaml", text));
        assertThat(found).allMatch(finding -> finding.convention() == convention);
        return found.stream()
                .map(finding -> finding.toString().replace(folder + "/", ""))
                .toList();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
