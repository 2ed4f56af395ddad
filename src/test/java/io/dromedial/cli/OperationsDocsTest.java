package io.dromedial.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.provider.Providers;
import io.dromedial.record.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The page is made from the declarations; {@code -Doperations.write=true} writes it anew. */
final class OperationsDocsTest {

    private static final Path PAGE = Path.of("src", "docs", "operations.md");
    private static final String OPEN = "<!-- operations -->\n";

    @Test
    void thePageHoldsEveryOperation() throws IOException {
        String page = Files.readString(PAGE);
        String expected = page.substring(0, page.indexOf(OPEN) + OPEN.length())
                + OperationsPage.of(Providers.load().operations());
        if (Boolean.getBoolean("operations.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }

    @Test
    void everyKindIsExplained() throws IOException {
        String page = Files.readString(PAGE);
        for (Column.Kind kind : Column.Kind.values()) {
            assertThat(page).contains("| " + kind.name().toLowerCase(Locale.ROOT) + " | ");
        }
    }
}
