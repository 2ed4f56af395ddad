package io.dromedial.template;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/**
 * When a schedule fires, by Quartz. Written as Quartz has it (seconds first, six or seven fields) or as cron(8) has it
 * (five fields, Sunday 0 or 7).
 */
final class Cron {

    private static final Pattern NUMBER = Pattern.compile("(?<![/\\w#])\\d+");
    private final String given;
    private final String quartz;
    private final ZoneId zone;
    private final CronExpression expression;
    private final boolean atFixedHours;

    private Cron(String given, String quartz, ZoneId zone) throws ParseException {
        this.given = given;
        this.quartz = quartz;
        this.zone = zone;
        this.expression = in(TimeZone.getTimeZone(zone));
        this.atFixedHours = quartz.split(" ")[2].matches("[\\d,]+");
    }

    private CronExpression in(TimeZone timeZone) throws ParseException {
        CronExpression made = new CronExpression(quartz);
        made.setTimeZone(timeZone);
        return made;
    }

    /** @throws IllegalArgumentException for people, if it is no cron expression */
    static Cron of(String text, ZoneId zone) {
        List<String> fields = new ArrayList<>(List.of(text.strip().split("\\s+")));
        if (fields.size() == 5) {
            fields = fromFive(fields);
        }
        String quartz = String.join(" ", fields).toUpperCase(Locale.ROOT);
        try {
            return new Cron(text.strip(), quartz, zone);
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    "cron '" + text + "': " + e.getMessage()
                            + "; expected five fields, such as 0 9 * * 1-5, or Quartz's six, such as 0 0 9 ? * MON-FRI",
                    e);
        }
    }

    /** Quartz wants seconds, Sunday as 1, and a question mark for one of the two kinds of days. */
    private static List<String> fromFive(List<String> five) {
        String day = five.get(2);
        String weekday = five.get(4);
        if (!day.equals("*") && !weekday.equals("*")) {
            throw new IllegalArgumentException("cron '" + String.join(" ", five)
                    + "' names days of the month and of the week, which together mean either; make it two schedules");
        }
        boolean byWeek = !weekday.equals("*");
        return List.of(
                "0", five.get(0), five.get(1), byWeek ? "?" : day, five.get(3), byWeek ? weekdays(weekday) : "?");
    }

    private static String weekdays(String unix) {
        Matcher matcher = NUMBER.matcher(unix.replaceAll("(?<=-)7(?!\\d)", "6,SUN"));
        return matcher.replaceAll(m -> String.valueOf(Integer.parseInt(m.group()) % 7 + 1));
    }

    String quartz() {
        return quartz;
    }

    /** As it was written. */
    @Override
    public String toString() {
        return given;
    }

    /**
     * The next firing behind a moment; none if there is never one again. Quartz leaves out a time that a spring day
     * doesn't have; a schedule at fixed hours fires then when the clocks have changed.
     */
    Optional<Instant> next(Instant after) {
        Optional<Instant> next = next(expression, after);
        ZoneOffsetTransition change = zone.getRules().nextTransition(after);
        while (atFixedHours
                && change != null
                && next.isPresent()
                && change.getInstant().isBefore(next.get())) {
            if (change.isGap() && leavesOut(change)) {
                return Optional.of(change.getInstant());
            }
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return next;
    }

    private boolean leavesOut(ZoneOffsetTransition gap) {
        try {
            CronExpression unchanged = in(TimeZone.getTimeZone(gap.getOffsetBefore()));
            return next(unchanged, gap.getInstant().minusMillis(1))
                    .filter(at -> at.isBefore(gap.getInstant().plus(gap.getDuration())))
                    .isPresent();
        } catch (ParseException e) {
            throw new IllegalStateException("it was parsed before", e);
        }
    }

    private static Optional<Instant> next(CronExpression expression, Instant after) {
        return Optional.ofNullable(expression.getNextValidTimeAfter(Date.from(after)))
                .map(Date::toInstant);
    }

    /** What was to fire behind {@code after}, until and with {@code now}: how many, and the last of them. */
    Passed passed(Instant after, Instant now) {
        long count = 0;
        Optional<Instant> last = Optional.empty();
        Optional<Instant> next = next(after);
        while (next.isPresent() && !next.get().isAfter(now)) {
            count++;
            last = next;
            next = next(next.get());
        }
        return new Passed(count, last);
    }

    record Passed(long count, Optional<Instant> last) {}
}
