package io.dromedial.timing;

import io.dromedial.intake.Ringing;
import io.dromedial.journal.Clearance.Day;
import io.dromedial.journal.Clearance.Quota;
import io.dromedial.journal.Clearance.Ruling;
import io.dromedial.record.Hours;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The timing rules of one operation at work. Judged in one thread, its lists looked after in another. */
final class OperationRule {

    private static final long SOON = Duration.ofMinutes(1).toMillis();
    private static final long LATER = Duration.ofHours(24).toMillis();
    private final Timing timing;
    private final Ringing ringing;
    private final Optional<FileWatch<Holidays>> holidays;
    private final List<NumberSource> lists = new ArrayList<>();
    private final List<Looked> looked = new ArrayList<>();
    private Holidays heeded = Holidays.NONE;
    private Opening opening;

    /** Something that is looked after: true if the rule changed. */
    private interface Looked {
        boolean look();
    }

    /** A do-not-call list as it stands now, if it can be had. */
    private record NumberSource(String shown, Supplier<Optional<NumberList>> current) {}

    OperationRule(Timing timing, LongSupplier nanos) {
        this.timing = timing;
        this.ringing = ringing(timing);
        this.opening = new Opening(timing.hours().orElse(Hours.ALWAYS), heeded);
        this.holidays = timing.holidays().map(h -> new FileWatch<Holidays>(h.file(), h.shown(), Holidays::read, nanos));
        holidays.ifPresent(h -> looked.add(h::look));
        timing.doNotCall().ifPresent(l -> {
            FileWatch<NumberList> file = new FileWatch<>(l.file(), l.shown(), numbers(timing), nanos);
            lists.add(new NumberSource(l.shown(), file::current));
            looked.add(() -> {
                file.look();
                return false;
            });
        });
        timing.doNotCallTable().ifPresent(t -> {
            NumberTable table = new NumberTable(t.shown(), t.query(), t.every(), ringing(timing), nanos);
            lists.add(new NumberSource(t.shown(), table::current));
            looked.add(() -> {
                table.look();
                return false;
            });
        });
    }

    private static Ringing ringing(Timing timing) {
        return new Ringing(timing.operation(), timing.region(), timing.callee());
    }

    static FileWatch.Reader<NumberList> numbers(Timing timing) {
        Set<String> columns = new TreeSet<>(timing.operation().ringing());
        timing.callee().ifPresent(columns::add);
        return new NumberFile(timing.operation().name(), timing.format(), ringing(timing), columns);
    }

    boolean needed() {
        return timing.any();
    }

    /** Reads what changed; true if records that are held have to be looked at again. */
    boolean look() {
        boolean changed = false;
        for (Looked one : looked) {
            changed |= one.look();
        }
        return changed;
    }

    List<String> callees(Map<String, String> fields) {
        return ringing.of(fields).numbers();
    }

    /** Another number for another rule. */
    long fingerprint() {
        return Objects.hash(
                timing.hours().map(Hours::toString),
                timing.cap(),
                timing.otherwise().map(Object::toString),
                timing.callee(),
                timing.region(),
                holidays.flatMap(FileWatch::current).map(Holidays::fingerprint));
    }

    Ruling judge(Map<String, String> fields, long now) {
        Ringing.Rung rung = ringing.of(fields);
        if (rung.numbers().isEmpty() && !rung.unreadable()) {
            return Ruling.GO;
        }
        Optional<Ruling> listed = timing.listed() ? listed(rung, now) : Optional.empty();
        return listed.orElseGet(() -> timing.zoned() ? zoned(rung, now) : Ruling.GO);
    }

    private Optional<Ruling> listed(Ringing.Rung rung, long now) {
        for (NumberSource list : lists) {
            Optional<NumberList> numbers = list.current().get();
            if (numbers.isEmpty()) {
                return Optional.of(Ruling.hold(
                        now + SOON, "the do-not-call list " + list.shown() + ", which can't be read at present"));
            }
            if (rung.numbers().stream().anyMatch(numbers.get()::has)) {
                return Optional.of(Ruling.reject("its number is on the do-not-call list " + list.shown()));
            }
        }
        return rung.unreadable()
                ? Optional.of(Ruling.hold(
                        now + LATER, "somebody to mend its number, which can't be compared with the do-not-call list"))
                : Optional.empty();
    }

    private Ruling zoned(Ringing.Rung rung, long now) {
        Optional<Whereabouts> where = where(rung);
        if (where.isEmpty()) {
            return Ruling.hold(
                    now + LATER,
                    "the time zone of its number, which nobody knows; set "
                            + timing.operation().name() + ".zone-unknown to one");
        }
        if (holidays.isPresent() && !heeds(holidays.get())) {
            return Ruling.hold(
                    now + SOON, "the list of holidays " + holidays.get().shown() + ", which can't be read at present");
        }
        OptionalLong next = opening.next(now, where.get());
        if (next.isEmpty()) {
            return Ruling.hold(
                    now + LATER, words(where.get()) + ", which do not come within " + Opening.DAYS_AHEAD + " days");
        }
        return next.getAsLong() > now
                ? Ruling.hold(next.getAsLong(), words(where.get()))
                : timing.cap() > 0 ? Ruling.within(quota(rung, where.get(), now)) : Ruling.GO;
    }

    /** Where all of them are; empty if that is not known of one, and nothing is set for that. */
    private Optional<Whereabouts> where(Ringing.Rung rung) {
        Optional<Whereabouts> all = Optional.empty();
        List<Whereabouts> each =
                new ArrayList<>(rung.numbers().stream().map(Whereabouts::of).toList());
        if (rung.unreadable()) {
            each.add(Whereabouts.NOWHERE);
        }
        for (Whereabouts one : each) {
            if (!one.known() && timing.otherwise().isEmpty()) {
                return Optional.empty();
            }
            Whereabouts here = timing.otherwise().map(one::or).orElse(one);
            all = Optional.of(all.map(a -> a.and(here)).orElse(here));
        }
        return all;
    }

    /** False while the list can't be read. */
    private boolean heeds(FileWatch<Holidays> watch) {
        Optional<Holidays> now = watch.current();
        if (now.isPresent() && now.get() != heeded) {
            heeded = now.get();
            opening = new Opening(timing.hours().orElse(Hours.ALWAYS), heeded);
        }
        return now.isPresent();
    }

    private String words(Whereabouts where) {
        String hours = timing.hours().map(h -> "the allowed hours (" + h + ")").orElse("a day that is no holiday");
        String free = timing.hours().isPresent() && timing.holidays().isPresent() ? " on a day that is no holiday" : "";
        return hours + free + " in " + where.shown();
    }

    private Quota quota(Ringing.Rung rung, Whereabouts where, long now) {
        Instant moment = Instant.ofEpochMilli(now);
        Set<Integer> dates = new TreeSet<>();
        where.zones()
                .forEach(zone ->
                        dates.add((int) moment.atZone(zone).toLocalDate().toEpochDay()));
        List<Day> days = new ArrayList<>();
        for (String number : new TreeSet<>(rung.numbers())) {
            dates.forEach(date -> days.add(new Day(Long.parseLong(number), date)));
        }
        long tomorrow = Opening.midnight(now, where);
        long until = opening.next(tomorrow, where).orElse(tomorrow);
        return new Quota(
                timing.cap(),
                days,
                until,
                "another day of its callee, who was reached " + timing.cap() + " times today in " + where.shown() + " ("
                        + timing.operation().name() + ".cap)");
    }
}
