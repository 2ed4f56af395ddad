package io.dromedial.app;

import io.dromedial.provider.Provider;
import io.dromedial.provider.Providers;
import io.dromedial.record.Disposition;
import io.dromedial.record.Ladder;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.record.Problem;
import io.dromedial.record.Spelling;
import io.dromedial.settings.Setting;
import io.dromedial.settings.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes the operations {@code ladder.<name>} of their settings, and tells what is wrong with those. */
final class Ladders {

    private static final int MOST_STEPS = 20;
    private static final Pattern KEY = Pattern.compile("(ladder\\.[^.]+)\\.(steps|patience|on\\..+)");
    private static final Pattern NAME = Pattern.compile("ladder\\.[a-z0-9][a-z0-9-]*");
    private final Settings settings;
    private final Operations operations;
    private final Providers providers;
    private final List<Problem> problems = new ArrayList<>();

    Ladders(Settings settings, Operations operations, Providers providers) {
        this.settings = settings;
        this.operations = operations;
        this.providers = providers;
    }

    boolean none() {
        return names().isEmpty() && routes().isEmpty();
    }

    /** Every ladder that something is said of. */
    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (String key : settings.asProperties().keySet()) {
            Matcher found = KEY.matcher(key);
            if (found.matches() && settings.whereGiven(key).isPresent()) {
                names.add(found.group(1));
            }
        }
        return names;
    }

    private List<String> routes() {
        return operations.all().stream().map(Operation::name).filter(Ladder::is).toList();
    }

    List<Problem> add() {
        for (String route : routes()) {
            problems.add(new Problem(
                    "routes/",
                    "a route begins with direct:" + route + "; names that begin with 'ladder.' are those of ladders, so"
                            + " give the operation another one"));
        }
        names().forEach(this::add);
        return problems;
    }

    private void add(String name) {
        String key = name + ".steps";
        if (!NAME.matcher(name).matches()) {
            problem(key, "names no operation; expected small letters, digits and - behind 'ladder.'");
            return;
        }
        List<String> names = steps(settings, name);
        if (names.isEmpty()) {
            problem(key, "is missing; name the operations to be tried in order, such as voicenotify.call, voitex.sms");
            return;
        }
        if (names.size() > MOST_STEPS || new HashSet<>(names).size() < names.size()) {
            problem(key, "names one twice or more than " + MOST_STEPS + "; expected different operations");
            return;
        }
        List<Operation> steps = names.stream()
                .map(step -> step(key, step))
                .flatMap(Optional::stream)
                .toList();
        if (steps.size() == names.size()) {
            operations.add(Ladder.of(name, steps));
            onward(name, names);
        }
    }

    private Optional<Operation> step(String key, String step) {
        Optional<Operation> found = operations.find(step).filter(o -> !o.isLadder());
        if (found.isEmpty()) {
            List<String> known = operations.all().stream()
                    .map(Operation::name)
                    .filter(n -> !Ladder.is(n))
                    .toList();
            String why = Ladder.is(step)
                    ? "which is a ladder itself"
                    : operations.inbound().contains(step)
                            ? "which comes in and can't be sent"
                            : "which is no operation";
            problem(key, "names '" + step + "', " + why + Spelling.hint(step, known));
            return Optional.empty();
        }
        String provider = found.get().provider();
        if (!settings.on(provider)) {
            problem(
                    key,
                    "names " + step + ", but " + provider + " is off; set " + credentials(provider)
                            + ", or take the step out");
        }
        return found;
    }

    private String credentials(String provider) {
        return providers.find(provider).map(Provider::settings).stream()
                .flatMap(p -> p.settings().stream())
                .filter(Setting::credential)
                .map(Setting::key)
                .collect(Collectors.joining(" and "));
    }

    private void onward(String name, List<String> steps) {
        for (String disposition : Disposition.ALL) {
            String key = name + ".on." + disposition;
            String target = settings.find(key).orElse("next");
            if (!target.equals("next") && steps.indexOf(target) < 1) {
                List<String> later = new ArrayList<>(steps.subList(1, steps.size()));
                later.add("next");
                problem(
                        key,
                        "is '" + target + "'; expected " + String.join(" or ", later) + Spelling.hint(target, later));
            }
        }
    }

    private void problem(String key, String text) {
        problems.add(new Problem(settings.whereGiven(key).orElse("config/application.properties"), key + " " + text));
    }

    /** The names of a ladder's steps; none where it has none, or not any more. */
    static List<String> steps(Settings settings, String ladder) {
        return settings.find(ladder + ".steps")
                .map(text -> List.of(text.split(",")))
                .orElse(List.of());
    }
}
