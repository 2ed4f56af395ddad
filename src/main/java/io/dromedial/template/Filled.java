package io.dromedial.template;

import java.util.Map;
import java.util.Optional;

/**
 * A template as a user filled it in.
 *
 * @param line where it begins in its file, from 1
 * @param given what the user wrote, by the parameters' names
 */
public record Filled(String template, int line, Map<String, Value> given) {

    /** @param line where it stands in its file, from 1 */
    public record Value(String text, int line) {}

    /** What a parameter is, given or by default; nothing where it is neither. */
    Optional<String> text(String parameter) {
        Value value = given.get(parameter);
        return value == null
                ? TemplateParameter.of(template, parameter).flatMap(TemplateParameter::usual)
                : Optional.of(value.text().strip());
    }

    /** The line of a parameter, else of the template. */
    int lineOf(String parameter) {
        Value value = given.get(parameter);
        return value == null ? line : value.line();
    }

    boolean gives(String parameter) {
        return given.containsKey(parameter);
    }
}
