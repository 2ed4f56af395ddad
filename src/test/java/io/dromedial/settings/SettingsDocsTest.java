package io.dromedial.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.provider.Providers;
import io.dromedial.record.Operations;
import io.dromedial.record.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page and the template are made from the declarations; {@code -Dsettings.write=true} writes them anew. */
class SettingsDocsTest {

    private static final List<ProviderSettings> PROVIDERS = Providers.load().settings();
    private static final Operations OPERATIONS = Providers.load().operations();
    private static final List<Path> PAGES = List.of(Path.of("src/docs/configuration.md"), Path.of("README.md"));
    private static final Path TEMPLATE = Path.of("config/application.properties");
    private static final String OPEN = "<!-- settings -->\n";
    private static final String CLOSE = "<!-- /settings -->";

    @TempDir
    Path home;

    @Test
    void thePagesHoldTheTableOfSettings() throws IOException {
        for (Path file : PAGES) {
            String page = Files.readString(file);
            int from = page.indexOf(OPEN) + OPEN.length();
            String expected = page.substring(0, from)
                    + SettingsTable.markdown(PROVIDERS, OPERATIONS)
                    + page.substring(page.indexOf(CLOSE));
            assertThat(standing(file, expected)).isEqualTo(expected);
        }
    }

    @Test
    void theTemplateHoldsEverySettingCommentedOut() throws IOException {
        String expected = SettingsTable.template(PROVIDERS, OPERATIONS);
        assertThat(standing(TEMPLATE, expected)).isEqualTo(expected);
        assertThat(expected.lines()).allMatch(line -> line.isEmpty() || line.startsWith("#"));
    }

    @Test
    void theTemplateLoadsWithoutProblems() throws IOException {
        Homes.write(home, Files.readString(TEMPLATE));
        Settings.Loaded loaded = Settings.load(home, Map.of(), Homes.operations(), PROVIDERS);
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void everyCommentedKeyIsDeclaredAndItsValueTaken() throws IOException {
        String used = Files.readString(TEMPLATE)
                .lines()
                .filter(line -> line.matches("#\\S+=.*"))
                .map(line -> line.substring(1)
                        .replace("<operation>", "voicenotify.call")
                        .replace("<provider>", "voicenotify")
                        .replace("<name>", "crm")
                        .replace("<field>", "message")
                        .replace("<disposition>", "busy")
                        .replaceAll("<\\w+>", "1"))
                .collect(Collectors.joining("\n"));
        assertThat(used).contains("dromedial.public-url=", "voicenotify.access-token=", "voicenotify.call.group=");
        Homes.write(home, used);
        Settings.Loaded loaded = Settings.load(home, Map.of(), Homes.operations(), PROVIDERS);
        assertThat(loaded.problems()).extracting(Problem::toString).isEmpty();
        assertThat(loaded.warnings()).isEmpty();
    }

    private static String standing(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("settings.write")) {
            Files.writeString(file, expected);
        }
        return Files.readString(file);
    }
}
