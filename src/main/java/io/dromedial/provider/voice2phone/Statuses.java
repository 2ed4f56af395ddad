package io.dromedial.provider.voice2phone;

import io.dromedial.provider.JsonAnswer;
import io.dromedial.record.Disposition;
import io.dromedial.record.Result;
import io.dromedial.settings.Settings;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads how a call stands. What a number in {@code Status} means is the configuration's to say; a key in {@code Dtmf}
 * was pressed by somebody who answered. Any other number says nothing: it is kept, and settles nothing.
 */
final class Statuses {

    private static final Set<String> NOT_DETAIL = Set.of("CallId", "Status", "Dtmf");
    private static final Set<String> DATES = Set.of("CreatedDateUtc", "UpdatedDateUtc");
    private static final int LONGEST = 60;
    private final Settings settings;

    /** @param isFinal whether the call is over */
    record Standing(Result result, boolean isFinal) {}

    Statuses(Settings settings) {
        this.settings = settings;
    }

    /** Whether it tells of that call: it names it or none, and holds a status. */
    static boolean of(JsonAnswer answer, String id) {
        String named = answer.text("CallId");
        boolean tells = !answer.text("Status").isEmpty() || !answer.text("Dtmf").isEmpty();
        return tells && (named.isEmpty() || named.equalsIgnoreCase(id));
    }

    Standing read(JsonAnswer answer, String id) {
        String status = cut(answer.text("Status"));
        String keys = cut(answer.text("Dtmf"));
        String meaning = settings.find(Voice2PhoneSettings.STATUS + status).orElse("");
        boolean over = !keys.isEmpty() || !meaning.isEmpty() && !meaning.equals(Voice2PhoneSettings.PENDING);
        String disposition = keys.isEmpty() ? meaning : Disposition.ANSWERED;
        return new Standing(new Result(id, status, over ? disposition : "", keys, detail(answer)), over);
    }

    private static Map<String, Object> detail(JsonAnswer answer) {
        Map<String, Object> detail = new LinkedHashMap<>(answer.detail(NOT_DETAIL));
        DATES.forEach(name -> detail.computeIfPresent(name, (n, date) -> utc(String.valueOf(date))));
        return detail;
    }

    /** The names say UTC and the values no zone. */
    private static String utc(String date) {
        try {
            return LocalDateTime.parse(date).toInstant(ZoneOffset.UTC).toString();
        } catch (DateTimeException e) {
            return withZone(date);
        }
    }

    private static String withZone(String date) {
        try {
            return OffsetDateTime.parse(date).toInstant().toString();
        } catch (DateTimeException e) {
            return date;
        }
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
