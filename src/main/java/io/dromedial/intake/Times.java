package io.dromedial.intake;

import io.dromedial.record.Spelling;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Pattern;

/** ISO 8601 times with or without offset, and zones. Remembers the last, since a file mostly repeats them. */
final class Times {

    static final String EXPECTED = "expected ISO 8601 such as 2026-07-01T09:00 or 2026-07-01T09:00:00+09:00";
    private static final int DAY = "2026-07-01".length();
    private static final Pattern DATE = Pattern.compile("\\d{4}-?\\d{2}-?\\d{2}");
    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("uuuu-MM-dd'T'HH:mm")
            .optionalStart()
            .appendPattern(":ss")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH:mm", "Z")
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private final ZoneId otherwise;
    private String lastText = "";
    private ZoneId lastZone;
    private Instant last = Instant.EPOCH;
    private String zoneText = "";
    private ZoneId zone;

    Times(ZoneId otherwise) {
        this.otherwise = otherwise;
        this.lastZone = otherwise;
        this.zone = otherwise;
    }

    /** The zone of that name; the configured one for an empty name. Throws what is wrong with it, for the user. */
    ZoneId zone(String name) throws Unreadable {
        if (name.isEmpty()) {
            return otherwise;
        }
        if (!name.equals(zoneText)) {
            try {
                zone = ZoneId.of(name);
                zoneText = name;
            } catch (DateTimeException e) {
                throw new Unreadable(Shown.of(name) + " is not a time zone; expected a name such as Asia/Tokyo or UTC"
                        + Spelling.hint(name, ZoneId.getAvailableZoneIds()));
            }
        }
        return zone;
    }

    /** The moment; a local time that the zone's clocks skip is taken as much later as they skip. */
    Instant instant(String text, ZoneId in) throws Unreadable {
        if (text.equals(lastText) && in.equals(lastZone)) {
            return last;
        }
        TemporalAccessor time = parsed(text);
        LocalDateTime local = LocalDateTime.from(time);
        ZoneOffset offset = time.query(TemporalQueries.offset());
        last = offset == null ? local.atZone(in).toInstant() : local.toInstant(offset);
        lastText = text;
        lastZone = in;
        return last;
    }

    static void check(String text) throws Unreadable {
        parsed(text);
    }

    private static String withT(String text) {
        return text.substring(0, DAY) + "T" + text.substring(DAY + 1);
    }

    private static TemporalAccessor parsed(String text) throws Unreadable {
        try {
            TemporalAccessor time = FORMAT.parse(text.length() > DAY && text.charAt(DAY) == ' ' ? withT(text) : text);
            LocalDateTime.from(time);
            return time;
        } catch (DateTimeException e) {
            if (DATE.matcher(text).matches()) {
                throw new Unreadable(Shown.of(text) + " has no time of day; " + EXPECTED);
            }
            throw new Unreadable(Shown.of(text) + " is not a time; " + EXPECTED);
        }
    }
}
