package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.security.Shipped;
import io.dromedial.security.Shipped.Library;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.Test;

/** RELIABILITY S11: no header that steers a component comes in from a provider, or goes out to one. */
class HttpHeadersTest {

    private static final CamelCatalog CATALOG = new DefaultCamelCatalog();
    private final HttpHeaders headers = new HttpHeaders();

    private static Stream<ComponentModel> components() {
        return CATALOG.findComponentNames().stream().map(CATALOG::componentModel);
    }

    private static Set<String> names(Stream<ComponentModel> components) {
        return components
                .flatMap(c -> c.getEndpointHeaders().stream())
                .map(ComponentModel.EndpointHeaderModel::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> spellings(String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT), "c" + name.substring(1));
    }

    @Test
    void noneOfCamelsPassesInAnySpelling() {
        List<String> passed = names(components()).stream()
                .filter(n -> n.toLowerCase(Locale.ROOT).startsWith("camel"))
                .flatMap(HttpHeadersTest::spellings)
                .filter(n -> !headers.applyFilterToExternalHeaders(n, "x", null)
                        || !headers.applyFilterToCamelHeaders(n, "x", null))
                .toList();
        assertThat(passed).isEmpty();
        assertThat(names(components())).hasSizeGreaterThan(1000);
    }

    /** What steers a component that we ship begins with Camel, or is a standard header of HTTP. */
    @Test
    void nothingElseSteersWhatWeShip() throws IOException {
        Set<String> shipped = Shipped.billed().stream().map(Library::name).collect(Collectors.toSet());
        List<String> others = names(components().filter(c -> shipped.contains(c.getArtifactId()))).stream()
                .filter(n -> !headers.applyFilterToExternalHeaders(n, "x", null))
                .toList();
        assertThat(others).isSubsetOf(List.of("Accept", "Content-Type", "Content-Encoding", "Host"));
    }

    @Test
    void whatIsOursStaysHere() {
        for (String name : List.of("journalToken", "JOURNALTOKEN", "outcome", "Reference", "breadcrumbId", "reason")) {
            assertThat(headers.applyFilterToCamelHeaders(name, "x", null))
                    .as(name)
                    .isTrue();
            assertThat(headers.applyFilterToExternalHeaders(name, "x", null))
                    .as(name)
                    .isTrue();
        }
        assertThat(headers.applyFilterToExternalHeaders("Retry-After", "5", null))
                .isFalse();
    }
}
