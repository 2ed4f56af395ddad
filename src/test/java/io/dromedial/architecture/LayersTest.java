package io.dromedial.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom: features meet in the journal and never in each other, providers are islands. */
class LayersTest {

    private static final String ROOT = "io.dromedial.";
    /** By the outermost class's name: what is nested in a simulator belongs to it. */
    private static final DescribedPredicate<JavaClass> SIMULATORS =
            DescribedPredicate.describe("simulators", c -> c.getName().contains("Simulator"));

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.dromedial");

    /** A package, and those of ours that it may use besides itself. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("record", List.of()),
            Map.entry("csv", List.of("record")),
            Map.entry("settings", List.of("record")),
            Map.entry("listener", List.of()),
            Map.entry("simulator", List.of()),
            Map.entry("journal", List.of("record", "settings")),
            Map.entry("provider", List.of("record", "settings", "simulator")),
            Map.entry("timing", List.of("record", "settings", "csv", "journal", "intake")),
            Map.entry("template", List.of("record", "settings", "csv", "journal", "intake")),
            Map.entry("intake", List.of("record", "settings", "csv", "journal")),
            Map.entry("delivery", List.of("record", "settings", "journal", "provider")),
            Map.entry("report", List.of("record", "settings", "csv", "journal", "listener", "provider")),
            Map.entry("console", List.of("record", "settings", "csv", "journal", "listener", "delivery")));

    static List<String> packages() {
        return List.copyOf(MAY_USE.keySet());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void usesOnlyWhatItMay(String name) {
        layer(name).check(HOUSE);
    }

    private static ArchRule layer(String name) {
        List<String> allowed = new ArrayList<>(MAY_USE.get(name));
        allowed.add(name);
        String[] packages = allowed.stream().map(n -> ROOT + n + "..").toArray(String[]::new);
        return noClasses()
                .that(resideInAPackage(ROOT + name + ".."))
                .should()
                .dependOnClassesThat(resideInAPackage("io.dromedial..").and(not(resideInAnyPackage(packages))));
    }

    @Test
    void noProviderIsNamedOutsideItsIsland() {
        for (String island : islands()) {
            noClasses()
                    .that(not(resideInAPackage(island)))
                    .should()
                    .dependOnClassesThat(resideInAPackage(island))
                    .check(HOUSE);
        }
        assertThat(islands()).contains("io.dromedial.provider.voicenotify");
    }

    private static List<String> islands() {
        return HOUSE.stream()
                .map(c -> c.getPackageName())
                .filter(p -> p.startsWith(ROOT + "provider."))
                .distinct()
                .toList();
    }

    @Test
    void onlySimulatorsKnowTheSimulator() {
        noClasses()
                .that(resideInAPackage(ROOT + "provider..").and(not(SIMULATORS)))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "simulator.."))
                .check(HOUSE);
    }

    @Test
    void aSimulatorDoesNotReadTheProvidersCode() {
        noClasses()
                .that(resideInAPackage(ROOT + "provider.*..").and(SIMULATORS))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "provider..").and(not(SIMULATORS)))
                .check(HOUSE);
        noClasses()
                .that(resideInAPackage(ROOT + "provider..").and(not(SIMULATORS)))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "provider.*..").and(SIMULATORS))
                .check(HOUSE);
    }

    @Test
    void onlyTheJournalAndTheCompositionSpeakToDatabases() {
        noClasses()
                .that(not(resideInAnyPackage(ROOT + "journal..", ROOT + "app..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("javax.sql..", "com.zaxxer..", "org.flywaydb.."))
                .check(HOUSE);
    }

    @Test
    void aRuleThatIsBrokenIsSeen() {
        ArchRule never = noClasses()
                .that(resideInAPackage(ROOT + "intake.."))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "journal.."));
        assertThat(never.evaluate(HOUSE).hasViolation()).isTrue();
    }
}
