package io.dromedial.timing;

import io.dromedial.record.Hours;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * When a callee may be rung: within the hours on every clock that it may have, and on no holiday. A moment is judged by
 * what the clock on the wall shows then, so the days on which clocks change are no exception. For one thread at a time.
 */
final class Opening {

    /** No further ahead is looked. */
    static final int DAYS_AHEAD = 60;

    private static final int MOST_REMEMBERED = 2000;
    private static final long A_DAY = 24L * 3600 * 1000;
    private final Hours hours;
    private final Holidays holidays;
    private final Map<Whereabouts, Closed> closed = new HashMap<>();

    /** Between the two it is closed; {@code to} is empty where no opening was found. */
    private record Closed(long from, OptionalLong to) {
        boolean holds(long now) {
            return from <= now && now < to.orElse(from + A_DAY);
        }
    }

    Opening(Hours hours, Holidays holidays) {
        this.hours = hours;
        this.holidays = holidays;
    }

    /** The first moment from now on, in epoch milliseconds; none within {@link #DAYS_AHEAD}. */
    OptionalLong next(long now, Whereabouts where) {
        Closed known = closed.get(where);
        if (known != null && known.holds(now)) {
            return known.to();
        }
        OptionalLong next = search(now, where);
        if (next.isEmpty() || next.getAsLong() > now) {
            if (closed.size() >= MOST_REMEMBERED) {
                closed.clear();
            }
            closed.put(where, new Closed(now, next));
        }
        return next;
    }

    private OptionalLong search(long now, Whereabouts where) {
        long limit = now + DAYS_AHEAD * A_DAY;
        long at = now;
        long before;
        do {
            before = at;
            for (ZoneId zone : where.zones()) {
                OptionalLong next = next(at, zone, where, limit);
                if (next.isEmpty()) {
                    return next;
                }
                at = next.getAsLong();
            }
        } while (at > before);
        return OptionalLong.of(at);
    }

    private OptionalLong next(long from, ZoneId zone, Whereabouts where, long limit) {
        if (open(Instant.ofEpochMilli(from), zone, where)) {
            return OptionalLong.of(from);
        }
        LocalDate first = Instant.ofEpochMilli(from).atZone(zone).toLocalDate();
        for (int day = 0; day <= DAYS_AHEAD; day++) {
            for (Instant moment : moments(first.plusDays(day), zone)) {
                if (moment.toEpochMilli() > limit) {
                    return OptionalLong.empty();
                }
                if (moment.toEpochMilli() > from && open(moment, zone, where)) {
                    return OptionalLong.of(moment.toEpochMilli());
                }
            }
        }
        return OptionalLong.empty();
    }

    private boolean open(Instant moment, ZoneId zone, Whereabouts where) {
        LocalDateTime shown = LocalDateTime.ofInstant(moment, zone);
        return hours.open(shown) && !holidays.on(shown.toLocalDate(), where.countries());
    }

    /** When it may open on that date: where a span begins, once for each time that the clock shows it, or clocks change. */
    private TreeSet<Instant> moments(LocalDate date, ZoneId zone) {
        TreeSet<Instant> moments = new TreeSet<>();
        ZoneRules rules = zone.getRules();
        for (LocalDateTime beginning : hours.beginnings(date)) {
            List<ZoneOffset> offsets = rules.getValidOffsets(beginning);
            offsets.forEach(offset -> moments.add(beginning.toInstant(offset)));
        }
        Instant morning = date.atStartOfDay(zone).toInstant();
        ZoneOffsetTransition change = rules.nextTransition(morning.minusSeconds(1));
        if (change != null
                && change.getInstant()
                        .isBefore(date.plusDays(1).atStartOfDay(zone).toInstant())) {
            moments.add(change.getInstant());
        }
        return moments;
    }

    /** When the callee's day is over on every clock that it may have. */
    static long midnight(long now, Whereabouts where) {
        Instant moment = Instant.ofEpochMilli(now);
        return where.zones().stream()
                .mapToLong(zone -> moment.atZone(zone)
                        .toLocalDate()
                        .plusDays(1)
                        .atStartOfDay(zone)
                        .toInstant()
                        .toEpochMilli())
                .max()
                .orElse(now);
    }
}
