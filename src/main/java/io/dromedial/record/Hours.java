package io.dromedial.record;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hours of a week by the clock on somebody's wall: {@code 08:00-20:00} every day, or {@code mon-fri 08:00-12:00,
 * 13:00-20:00, sat 10:00-16:00}. A span without days has those of the span before it; a day that is not named is closed.
 */
public final class Hours {

    private static final String EXPECTED = "expected such as 08:00-20:00, or mon-fri 08:00-20:00, sat 10:00-16:00";
    private static final int DAY = 24 * 60;
    private static final Pattern ENTRY =
            Pattern.compile("(?:([a-z]+)(?:\\s*-\\s*([a-z]+))?\\s+)?(\\d{1,2}):(\\d{2})\\s*-\\s*(\\d{1,2}):(\\d{2})");
    /** The whole week. */
    public static final Hours ALWAYS = parse("00:00-24:00");

    private final String text;
    private final Map<DayOfWeek, List<Span>> spans;

    /** Minutes of a day, the end not among them. */
    private record Span(int from, int to) {}

    private Hours(String text, Map<DayOfWeek, List<Span>> spans) {
        this.text = text;
        this.spans = spans;
    }

    /** @throws IllegalArgumentException with what was expected */
    public static Hours parse(String text) {
        Map<DayOfWeek, List<Span>> spans = new EnumMap<>(DayOfWeek.class);
        List<DayOfWeek> days = List.of(DayOfWeek.values());
        for (String entry : text.strip().toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1)) {
            Matcher m = ENTRY.matcher(entry);
            if (!m.matches()) {
                throw new IllegalArgumentException("'" + entry + "' is not a span of hours; " + EXPECTED);
            }
            if (m.group(1) != null) {
                days = days(day(m.group(1)), day(m.group(2) == null ? m.group(1) : m.group(2)));
            }
            Span span = span(entry, minutes(m.group(3), m.group(4)), minutes(m.group(5), m.group(6)));
            days.forEach(
                    day -> spans.computeIfAbsent(day, d -> new ArrayList<>()).add(span));
        }
        return new Hours(text.strip(), spans);
    }

    private static Span span(String entry, int from, int to) {
        if (from < 0 || to < 0) {
            throw new IllegalArgumentException("'" + entry + "' names a time that no clock shows; " + EXPECTED);
        }
        if (from >= to) {
            throw new IllegalArgumentException("'" + entry + "' ends before it begins; hours over midnight are two"
                    + " spans, such as 20:00-24:00, 00:00-02:00");
        }
        return new Span(from, to);
    }

    private static int minutes(String hours, String minutes) {
        int all = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
        return Integer.parseInt(minutes) < 60 && all <= DAY ? all : -1;
    }

    private static DayOfWeek day(String name) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (name.length() >= 2 && day.name().toLowerCase(Locale.ROOT).startsWith(name)) {
                return day;
            }
        }
        throw new IllegalArgumentException(
                "'" + name + "' is not a day; expected one of mon, tue, wed, thu, fri, sat, sun");
    }

    private static List<DayOfWeek> days(DayOfWeek first, DayOfWeek last) {
        List<DayOfWeek> days = new ArrayList<>(List.of(first));
        for (DayOfWeek day = first; day != last; ) {
            day = day.plus(1);
            days.add(day);
        }
        return days;
    }

    /** Whether a clock that shows this is within the hours. */
    public boolean open(LocalDateTime shown) {
        int minute = shown.getHour() * 60 + shown.getMinute();
        return spans.getOrDefault(shown.getDayOfWeek(), List.of()).stream()
                .anyMatch(s -> s.from() <= minute && minute < s.to());
    }

    /** When the spans of that date begin, in no order. */
    public List<LocalDateTime> beginnings(LocalDate date) {
        return spans.getOrDefault(date.getDayOfWeek(), List.of()).stream()
                .map(s -> date.atStartOfDay().plusMinutes(s.from()))
                .toList();
    }

    @Override
    public String toString() {
        return text;
    }
}
