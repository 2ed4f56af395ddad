package io.dromedial.timing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Dates on which nobody is rung: a line each, {@code 2026-12-25} or, every year, {@code 12-25}; behind it, if it is not
 * one everywhere, a country of two letters and any words, with commas between.
 */
final class Holidays {

    static final Holidays NONE = new Holidays(Map.of(), Map.of());
    private static final String EXPECTED =
            "expected such as 2026-12-25, or 12-25 for every year, and perhaps a country: 2026-07-04,US";
    private static final Pattern YEARLY = Pattern.compile("\\d{2}-\\d{2}");
    private static final Pattern HEADER = Pattern.compile("(?i)\\W*(date|day|holiday)\\W*");
    private static final Set<String> COUNTRIES = Set.copyOf(Arrays.asList(Locale.getISOCountries()));
    private static final String EVERYWHERE = "";
    private final Map<LocalDate, Set<String>> once;
    private final Map<MonthDay, Set<String>> yearly;

    private Holidays(Map<LocalDate, Set<String>> once, Map<MonthDay, Set<String>> yearly) {
        this.once = once;
        this.yearly = yearly;
    }

    static FileWatch.Loaded<Holidays> read(Path file) throws IOException {
        Holidays holidays = new Holidays(new HashMap<>(), new HashMap<>());
        FileWatch.Faults faults = new FileWatch.Faults();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String text = line.replace("\uFEFF", "").replace("\"", "").strip();
                String[] cells = text.split("\\s*[,;\\t]\\s*");
                if (!text.isEmpty()
                        && !text.startsWith("#")
                        && !(number == 1 && HEADER.matcher(cells[0]).matches())) {
                    holidays.add(cells, number, faults);
                }
            }
        }
        return new FileWatch.Loaded<>(holidays, faults.told());
    }

    private void add(String[] cells, int line, FileWatch.Faults faults) {
        String country = cells.length > 1 ? cells[1].toUpperCase(Locale.ROOT) : EVERYWHERE;
        if (!country.isEmpty() && !COUNTRIES.contains(country)) {
            faults.add(line, "'" + cells[1] + "' is not a country; expected its two letters, such as US");
            return;
        }
        try {
            if (YEARLY.matcher(cells[0]).matches()) {
                yearly.computeIfAbsent(MonthDay.parse("--" + cells[0]), d -> new HashSet<>())
                        .add(country);
            } else {
                once.computeIfAbsent(LocalDate.parse(cells[0]), d -> new HashSet<>())
                        .add(country);
            }
        } catch (DateTimeException e) {
            faults.add(line, "'" + cells[0] + "' is not a date; " + EXPECTED);
        }
    }

    /** @param countries where the callee may be; empty for anywhere */
    boolean on(LocalDate date, Set<String> countries) {
        return concerns(once.get(date), countries) || concerns(yearly.get(MonthDay.from(date)), countries);
    }

    private static boolean concerns(Set<String> listed, Set<String> countries) {
        return listed != null
                && (countries.isEmpty()
                        || listed.contains(EVERYWHERE)
                        || listed.stream().anyMatch(countries::contains));
    }

    /** Another number for other holidays. */
    int fingerprint() {
        return List.of(once, yearly).hashCode();
    }
}
