package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the archive that users unpack. */
class DistributionJourney {

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");

    @TempDir
    static Path folder;

    private static Path home;

    @BeforeAll
    static void unpack() throws Exception {
        Process tar = new ProcessBuilder(
                        "tar", "xzf", System.getProperty("dromedial.distribution"), "-C", folder.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        try (Stream<Path> top = Files.list(folder)) {
            home = top.findFirst().orElseThrow();
        }
    }

    @Test
    void everyLinkOfItsPagesLeadsSomewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                links++;
                if (!Files.exists(page.resolveSibling(link.group(1)))) {
                    dead.add(home.relativize(page) + " -> " + link.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
        assertThat(links).isGreaterThan(10);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(p -> p.toString().endsWith(".md")).toList();
        }
    }

    @Test
    void whatIsForDevelopmentLiesApart() throws IOException {
        assertThat(jars("lib/dev")).anyMatch(j -> j.startsWith("camel-cli-connector-"));
        assertThat(jars("lib")).noneMatch(j -> j.startsWith("camel-cli-connector-"));
    }

    private static List<String> jars(String in) throws IOException {
        try (Stream<Path> all = Files.list(home.resolve(in))) {
            return all.map(p -> p.getFileName().toString())
                    .filter(n -> n.endsWith(".jar"))
                    .toList();
        }
    }
}
