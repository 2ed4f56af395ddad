package io.dromedial.intake;

import io.dromedial.record.Operation;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the configuration says of one operation's rows.
 *
 * @param defaults texts for fields that a row lacks; {@code ${name}} stands for a column
 * @param region ISO country whose national numbers are made international
 * @param zone of local times in rows that name none
 * @param clears whether the column {@code clear} lists fields that are sent empty
 * @param customFields further columns that are sent
 * @param hosts the only ones that URLs in rows may name, {@code *.example.com} for all below one; empty for any
 * @param steps of a ladder its steps, for each of which a row has to be good; none for any other operation
 */
public record IntakeRules(
        Map<String, String> defaults,
        Optional<String> region,
        ZoneId zone,
        boolean clears,
        List<String> customFields,
        List<String> hosts,
        List<Step> steps) {

    /** One step of a ladder, and how rows are read for it. */
    public record Step(Operation operation, IntakeRules rules) {}

    public IntakeRules {
        defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
        region = region.map(r -> r.toUpperCase(Locale.ROOT));
        customFields = List.copyOf(customFields);
        hosts = hosts.stream().map(h -> h.toLowerCase(Locale.ROOT)).toList();
        steps = List.copyOf(steps);
    }

    /** With URLs to any host. */
    public IntakeRules(
            Map<String, String> defaults,
            Optional<String> region,
            ZoneId zone,
            boolean clears,
            List<String> customFields) {
        this(defaults, region, zone, clears, customFields, List.of(), List.of());
    }

    /** With defaults and a region that come before its own. */
    public IntakeRules with(Map<String, String> others, Optional<String> otherRegion) {
        Map<String, String> both = new LinkedHashMap<>(defaults);
        both.putAll(others);
        return new IntakeRules(both, otherRegion.or(() -> region), zone, clears, customFields, hosts, steps);
    }

    /** Nothing configured but the zone. */
    public static IntakeRules plain(ZoneId zone) {
        return new IntakeRules(Map.of(), Optional.empty(), zone, false, List.of());
    }
}
