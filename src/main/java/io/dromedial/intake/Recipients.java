package io.dromedial.intake;

import io.dromedial.record.Operation;
import io.dromedial.record.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a header can name a recipient at all, where several columns may do so ({@code to}, {@code phones},
 * {@code label}): the operation's own rules are asked with the header's columns, each optional one in turn.
 */
final class Recipients {

    private Recipients() {}

    /** The columns that could name one, if the header has none of them. */
    static Optional<String> columns(Operation operation, HeaderPlan plan) {
        Optional<Slot> callee = operation.callee().map(plan::slot);
        if (callee.isEmpty() || callee.get().inHeader() || callee.get().hasDefault()) {
            return Optional.empty();
        }
        Map<String, String> always = new LinkedHashMap<>();
        plan.slots().stream()
                .filter(s -> s.column().required())
                .forEach(s -> always.put(s.field(), s.column().example()));
        boolean named = plan.slots().stream()
                .filter(s -> !s.column().required() && (s.inHeader() || s.hasDefault()))
                .anyMatch(s ->
                        !missesCallee(operation, with(always, s), callee.get().field()));
        return named || !missesCallee(operation, always, callee.get().field())
                ? Optional.empty()
                : Optional.of(Naming.withCommon(callee.get().column()));
    }

    private static Map<String, String> with(Map<String, String> always, Slot slot) {
        Map<String, String> fields = new LinkedHashMap<>(always);
        fields.put(slot.field(), slot.column().example());
        return fields;
    }

    private static boolean missesCallee(Operation operation, Map<String, String> fields, String callee) {
        return operation.rules().stream()
                .flatMap(rule -> rule.check(fields).stream())
                .anyMatch(problem -> speaksOf(problem, callee));
    }

    private static boolean speaksOf(Problem problem, String callee) {
        return problem.where().equals(callee)
                || List.of(problem.text().split("[^\\w.]+")).contains(callee);
    }
}
