package io.dromedial.intake;

import io.dromedial.record.Problem;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The columns of every operation: the user's reference, and when a record may go. */
final class OwnColumns {

    record Read(String reference, Optional<Instant> sendAt, Optional<Instant> expiresAt) {}

    private static final int LONGEST_REFERENCE = 300;
    private final Header header;
    private final Times times;
    private final ZoneId otherwise;

    OwnColumns(Header header, ZoneId zone) {
        this.header = header;
        this.times = new Times(zone);
        this.otherwise = zone;
    }

    Read read(List<String> row, List<Problem> problems) {
        ZoneId zone = zone(row, problems);
        Optional<Instant> sendAt = time(Naming.SEND_AT, row, zone, problems);
        Optional<Instant> expiresAt = time(Naming.EXPIRES_AT, row, zone, problems);
        if (sendAt.isPresent() && expiresAt.isPresent() && !expiresAt.get().isAfter(sendAt.get())) {
            problems.add(new Problem(Naming.EXPIRES_AT, "is not after send_at, so the record could never be sent"));
        }
        return new Read(reference(row, problems), sendAt, expiresAt);
    }

    private String reference(List<String> row, List<Problem> problems) {
        String reference = header.reference(row);
        if (reference.length() > LONGEST_REFERENCE) {
            problems.add(new Problem(
                    Naming.REFERENCE,
                    "is " + reference.length() + " characters long; at most " + LONGEST_REFERENCE + " are taken"));
        }
        return reference;
    }

    private ZoneId zone(List<String> row, List<Problem> problems) {
        try {
            return times.zone(header.ours(Naming.TIMEZONE, row));
        } catch (Unreadable e) {
            problems.add(new Problem(Naming.TIMEZONE, e.getMessage()));
            return otherwise;
        }
    }

    private Optional<Instant> time(String name, List<String> row, ZoneId zone, List<Problem> problems) {
        String text = header.ours(name, row);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(times.instant(text, zone));
        } catch (Unreadable e) {
            problems.add(new Problem(name, e.getMessage()));
            return Optional.empty();
        }
    }
}
