package io.dromedial.record;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** How the sources that were made of templates stand. */
public record Sources(List<Feed> feeds, List<Scheduled> schedules) {

    /**
     * @param looked when it looked into its table last; nothing in a node that does not
     * @param problem what is wrong with it; empty while all is well
     */
    public record Feed(String name, String operation, String dataSource, Optional<Instant> looked, String problem) {}

    /**
     * @param next nothing if its cron has no further time
     * @param last nothing before the first
     * @param problem why its last firing failed; empty while all is well
     */
    public record Scheduled(
            String name,
            String operation,
            String cron,
            ZoneId zone,
            Optional<Instant> next,
            Optional<Instant> last,
            String problem) {}
}
