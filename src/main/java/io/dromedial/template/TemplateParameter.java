package io.dromedial.template;

import java.util.List;
import java.util.Optional;

/**
 * A parameter of a template.
 *
 * @param usual what it is unless given; nothing where it has to be given
 */
record TemplateParameter(String template, String name, Optional<String> usual, String meaning) {

    private static final String NONE = Templates.NONE;

    /** By default the configured zone. */
    static final String CONFIGURED = "configured";

    static final List<TemplateParameter> ALL = List.of(
            need(Templates.CSV_DROP, "operation", "the operation whose inbox the files are for"),
            need(Templates.CSV_DROP, "folder", "the folder that is watched, below the home unless absolute"),
            need(Templates.TABLE_FEED, "dataSource", "name of the legacy database: legacy.<name>.url"),
            need(Templates.TABLE_FEED, "operation", "the operation that the rows are for"),
            need(Templates.TABLE_FEED, "select", "your SELECT; its columns are named as in a file"),
            need(Templates.TABLE_FEED, "key", "the column that names a row, unlike any other"),
            may(
                    Templates.TABLE_FEED,
                    "taken",
                    NONE,
                    "your UPDATE that marks a row as taken, such as … WHERE id = :#id"),
            may(Templates.TABLE_FEED, "every", "30s", "how long after the end of one look the next begins"),
            may(Templates.TABLE_FEED, "name", NONE, "what begins its references; the database's name unless given"),
            may(Templates.TABLE_FEED, "most", "1000", "rows of one look where they are marked or counted up"),
            need(Templates.TABLE_RESULTS, "dataSource", "name of the legacy database: legacy.<name>.url"),
            need(Templates.TABLE_RESULTS, "operation", "the operation whose results are written"),
            need(Templates.TABLE_RESULTS, "sql", "your UPDATE or INSERT, such as … WHERE id = :#_reference"),
            may(Templates.TABLE_RESULTS, "name", "table-results-{{dataSource}}-{{operation}}", "keeps its position"),
            may(Templates.TABLE_RESULTS, "from", "beginning", "where it begins the first time: beginning or now"),
            need(Templates.SCHEDULE, "name", "what it is called; begins its batches' names"),
            need(Templates.SCHEDULE, "operation", "the operation that the records are for"),
            need(Templates.SCHEDULE, "cron", "when: five fields as in cron(8), or Quartz's six"),
            may(Templates.SCHEDULE, "zone", CONFIGURED, "in which zone"),
            need(Templates.SCHEDULE, "recipients", "SELECT …, a CSV file, label:NAME, group:NAME or numbers"),
            may(Templates.SCHEDULE, "dataSource", NONE, "for a SELECT: name of the legacy database"),
            may(Templates.SCHEDULE, "message", NONE, "what is said, with ${column}; where the recipients bring none"),
            may(Templates.SCHEDULE, "misfire", "skip", "skip, or once: what was missed while nothing ran"));

    private static TemplateParameter need(String template, String name, String meaning) {
        return new TemplateParameter(template, name, Optional.empty(), meaning);
    }

    private static TemplateParameter may(String template, String name, String usual, String meaning) {
        return new TemplateParameter(template, name, Optional.of(usual), meaning);
    }

    static List<TemplateParameter> of(String template) {
        return ALL.stream().filter(p -> p.template().equals(template)).toList();
    }

    static Optional<TemplateParameter> of(String template, String name) {
        return of(template).stream().filter(p -> p.name().equals(name)).findFirst();
    }
}
