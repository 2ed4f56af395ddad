package io.dromedial.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What nobody in the house does. */
class HabitsTest {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.dromedial");
    private static final JavaClasses PLANTED =
            new ClassFileImporter().importClasses(Planted.class, PlantedHelper.class);

    /** A rule and, where one is planted, the proof that it sees what breaks it. */
    record Habit(String name, ArchRule rule, boolean planted) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Habit> habits() {
        return List.of(
                new Habit(
                        "no client that sends a POST twice",
                        noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.net.HttpURLConnection"),
                        true),
                new Habit(
                        "no sleeping",
                        noClasses()
                                .that(not(resideInAPackage("io.dromedial.journal..")))
                                .should()
                                .callMethod(Thread.class, "sleep", long.class),
                        true),
                new Habit(
                        "time from the injected clock",
                        noClasses()
                                .that(not(resideInAnyPackage("io.dromedial.app..", "io.dromedial.cli..")))
                                .should()
                                .callMethod(Instant.class, "now")
                                .orShould()
                                .callMethod(System.class, "currentTimeMillis"),
                        true),
                new Habit(
                        "no old dates",
                        noClasses()
                                .that()
                                .doNotHaveFullyQualifiedName("io.dromedial.intake.Flattened")
                                .and()
                                .doNotHaveFullyQualifiedName("io.dromedial.template.Cron")
                                .should()
                                .dependOnClassesThat()
                                .haveFullyQualifiedName("java.util.Date")
                                .orShould()
                                .dependOnClassesThat()
                                .haveFullyQualifiedName("java.util.Calendar"),
                        true),
                new Habit(
                        "names say what a class is",
                        noClasses()
                                .should()
                                .haveSimpleNameEndingWith("Manager")
                                .orShould()
                                .haveSimpleNameEndingWith("Helper")
                                .orShould()
                                .haveSimpleNameEndingWith("Util")
                                .orShould()
                                .haveSimpleNameEndingWith("Impl"),
                        true),
                new Habit(
                        "no packages for leftovers",
                        noClasses().should().resideInAnyPackage("..util..", "..common..", "..misc..", "..impl.."),
                        false));
    }

    @ParameterizedTest
    @MethodSource("habits")
    void isKept(Habit habit) {
        habit.rule().check(HOUSE);
    }

    @Test
    void aBrokenHabitIsSeen() {
        assertThat(habits().stream().filter(Habit::planted))
                .allSatisfy(habit -> assertThat(habit.rule().evaluate(PLANTED).hasViolation())
                        .as(habit.name())
                        .isTrue());
    }

    /** Does all of it. */
    @SuppressWarnings({"unused", "JavaUtilDate"})
    private static final class PlantedHelper {}

    @SuppressWarnings({"unused", "JavaUtilDate"})
    private static final class Planted {
        void does() throws Exception {
            java.net.HttpURLConnection.setFollowRedirects(false);
            new java.util.Date().getTime();
            Instant.now();
            Thread.sleep(1);
        }
    }
}
