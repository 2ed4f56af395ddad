package io.dromedial.app;

import io.dromedial.provider.Providers;
import io.dromedial.record.Operations;
import io.dromedial.record.Problem;
import io.dromedial.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a home has: its operations, those of its own routes and its ladders among them, and its settings. */
record Configured(Providers providers, Operations operations, Settings.Loaded loaded) {

    /** A ladder is known by its settings, and has settings of its own: with ladders they are read twice. */
    static Configured read(Home home, Map<String, String> env) {
        Providers providers = Providers.load();
        Operations operations = providers.operations();
        UserOperations.in(home.routes()).forEach(operations::addUndeclared);
        Settings.Loaded loaded = Settings.load(home.root(), env, operations, providers.settings());
        Ladders ladders = new Ladders(loaded.settings(), operations, providers);
        if (ladders.none()) {
            return new Configured(providers, operations, loaded);
        }
        List<Problem> problems = new ArrayList<>(ladders.add());
        Settings.Loaded again = Settings.load(home.root(), env, operations, providers.settings());
        problems.addAll(again.problems());
        return new Configured(providers, operations, new Settings.Loaded(again.settings(), problems, again.warnings()));
    }
}
