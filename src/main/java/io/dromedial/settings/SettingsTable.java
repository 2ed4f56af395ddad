package io.dromedial.settings;

import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The documents that are made from the declarations: the table of settings and the shipped template. */
public final class SettingsTable {

    private SettingsTable() {}

    /** One table a rank, in Markdown. */
    public static String markdown(List<ProviderSettings> providers, Operations operations) {
        return Arrays.stream(Setting.Rank.values())
                .map(rank ->
                        "**" + title(rank) + "**\n\n| key | value | default | meaning |\n| --- | --- | --- | --- |\n"
                                + settings(providers, rank)
                                        .map(setting -> row(setting, operations))
                                        .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    /** {@code config/application.properties} with every key commented out, one line of explanation above each. */
    public static String template(List<ProviderSettings> providers, Operations operations) {
        String head = "# Settings of Dromedial, in UTF-8. A key also has a variable in the environment, which wins:\n"
                + "# voicenotify.access-token is VOICENOTIFY_ACCESS_TOKEN. Keep secrets out of this file with\n"
                + "# {{env:NAME}} or {{file:PATH}}, or keep the file to yourself: chmod 600.\n"
                + "# Put a name for <operation>, such as voicenotify.call, for <provider>, <name> and <field>.\n";
        return Arrays.stream(Setting.Rank.values())
                .map(rank -> "\n# ---- " + title(rank) + "\n"
                        + settings(providers, rank)
                                .map(setting -> entry(setting, operations))
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("", head, ""));
    }

    private static Stream<Setting> settings(List<ProviderSettings> providers, Setting.Rank rank) {
        return Stream.of(
                        Declarations.RUNTIME.stream(),
                        providers.stream().flatMap(provider -> provider.settings().stream()),
                        Declarations.LEGACY.stream(),
                        Declarations.LADDERS.stream(),
                        Declarations.EACH_PROVIDER.stream(),
                        Declarations.EACH_OPERATION.stream())
                .flatMap(settings -> settings)
                .filter(setting -> setting.rank() == rank);
    }

    private static String row(Setting setting, Operations operations) {
        return Stream.of("`" + setting.key() + "`", value(setting), standing(setting, operations), setting.meaning())
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String value(Setting setting) {
        if (setting.kind() == Setting.Kind.CHOICE) {
            return setting.choices().stream().map(SettingsTable::code).collect(Collectors.joining(" or "));
        }
        String words = setting.choices().stream().map(w -> code(w) + " or ").collect(Collectors.joining());
        String range = setting.least().isEmpty() ? "" : ", " + setting.least() + " to " + setting.most();
        return words + setting.kind().word() + range;
    }

    private static String standing(Setting setting, Operations operations) {
        if (setting.byDefault().isPresent()) {
            return code(setting.byDefault().get());
        }
        String words = setting.credential() ? "turns the provider on" : setting.needed() ? "needed" : "";
        return ofOperations(setting, operations).orElse(setting.otherwise().isEmpty() ? words : setting.otherwise());
    }

    private static Optional<String> ofOperations(Setting setting, Operations operations) {
        if (!setting.key().endsWith("." + Declarations.GROUP)) {
            return Optional.empty();
        }
        Function<Operation, String> told =
                operation -> code(operation.name()) + " " + operation.grouping().size() + ", at most "
                        + operation.grouping().most();
        String all = operations.all().stream()
                .filter(operation -> operation.grouping().groups())
                .map(told)
                .collect(Collectors.joining("; "));
        return Optional.of(all).filter(text -> !text.isEmpty()).map(text -> text + "; others 1");
    }

    private static String entry(Setting setting, Operations operations) {
        String standing = setting.byDefault().isPresent()
                ? ""
                : standing(setting, operations).replace("`", "");
        return "\n# " + setting.meaning().replace("`", "") + (standing.isEmpty() ? "" : " (" + standing + ")") + "\n#"
                + setting.key() + "=" + setting.byDefault().orElse(setting.example()) + "\n";
    }

    private static String title(Setting.Rank rank) {
        return switch (rank) {
            case ESSENTIAL -> "Essential";
            case FREQUENT -> "Frequent";
            case RARE -> "Rare";
        };
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
