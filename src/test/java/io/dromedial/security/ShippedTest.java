package io.dromedial.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedial.security.Shipped.Library;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is in the distribution, and what must not be. */
class ShippedTest {

    private static final Pattern BANNED = Pattern.compile("camel-(exec|groovy|mvel|ognl|jslt|xslt.*|velocity|freemarker"
            + "|mustache|jms|sjms.*|netty.*|mina|hazelcast|infinispan.*|leveldb|consul|undertow|cometd|.*websocket.*|mail"
            + "|platform-http.*|cli-connector|console|jolokia|ssh|ftp|xstream)");

    /** Keys as their makers shape them; spelt apart, so that this file holds none. */
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE" + " KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}"
                    + "|xox[abp]-[0-9A-Za-z-]{10,}|eyJhbGciOi[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{20,}");

    @Test
    void nothingThatRunsOrReadsWhatStrangersSendIsThere() throws IOException {
        assertThat(Shipped.billed())
                .extracting(Library::name)
                .hasSizeGreaterThan(100)
                .noneMatch(n -> BANNED.matcher(n).matches());
    }

    @Test
    void everythingHasAVersionOfItsOwn() throws IOException {
        assertThat(Shipped.billed()).allSatisfy(l -> {
            assertThat(l.version()).matches("\\d[\\w.-]*").doesNotContain("SNAPSHOT");
            assertThat(l.sha256()).matches("[0-9a-f]{64}");
        });
    }

    @Test
    void noKeyOfAnybodyLiesInTheTree() throws IOException {
        List<String> found = new ArrayList<>();
        for (String tree : List.of("src", "routes", "config", "examples", "bin", ".ci", "bench")) {
            try (Stream<Path> files = Files.walk(Path.of(tree))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .find()) {
                        found.add(file.toString());
                    }
                }
            }
        }
        assertThat(found).isEmpty();
        assertThat(KEY.matcher("AKIA" + "ABCDEFGHIJKLMNOP").find()).isTrue();
    }

    /** Where an address is made of what a message holds, whoever sends the message has the address. */
    @Test
    void noShippedRouteMakesAnAddressOfAMessage() throws IOException {
        Pattern dynamic = Pattern.compile(
                "\\b(toD|recipientList|routingSlip|dynamicRouter|enrich|pollEnrich)\\b" + "|uri: *\"?[^\"\\n]*\\$\\{");
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(
                            f -> f.toString().endsWith(".yaml") && f.toString().contains("camel"))
                    .toList()) {
                if (dynamic.matcher(Files.readString(file)).find()) {
                    found.add(file.toString());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void noMethodOfJavaCanBeCalledFromSql() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:hsqldb:mem:methods")) {
            assertThatThrownBy(() ->
                            connection.createStatement().execute("CALL \"java.lang.System.getProperty\"('user.home')"))
                    .isInstanceOf(SQLException.class);
        }
    }
}
