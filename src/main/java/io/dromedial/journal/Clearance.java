package io.dromedial.journal;

import java.util.List;
import java.util.Map;

/**
 * Decides right before a record is sent whether it may go now. Asked in the writer's thread, within the transaction
 * that writes the attempt down; must not block.
 */
public interface Clearance extends Callees {

    /** Lets everything pass. */
    Clearance FREE = new Clearance() {
        @Override
        public boolean needed(String operation) {
            return false;
        }

        @Override
        public Ruling judge(String operation, Map<String, String> fields, long now) {
            return Ruling.GO;
        }

        @Override
        public long fingerprint(String operation) {
            return 0;
        }

        @Override
        public List<String> of(String operation, Map<String, String> fields) {
            return List.of();
        }
    };

    /** Whether records of the operation are asked about at all. */
    boolean needed(String operation);

    /** @param now epoch milliseconds */
    Ruling judge(String operation, Map<String, String> fields, long now);

    /** A number that changes with what holds records of the operation: those held under another are looked at again. */
    long fingerprint(String operation);

    /** A callee's day: its number as {@link DoNotCall} keeps it, and the date in days since 1970-01-01. */
    record Day(long callee, int day) {}

    /**
     * How often its callees may be reached on their days, this time included.
     *
     * @param until when to look again if one of them was reached so often, in epoch milliseconds
     * @param why what it then waits for, in words
     */
    record Quota(int most, List<Day> days, long until, String why) {
        public static final Quota NONE = new Quota(0, List.of(), 0, "");
    }

    /** What becomes of a record. */
    enum Verdict {
        GO,
        HOLD,
        REJECT
    }

    /**
     * The answer on one record.
     *
     * @param until while it is held: when to look again, in epoch milliseconds
     * @param why what it waits for, or why it is never sent, in words without a number
     * @param quota what it must be within to go
     */
    record Ruling(Verdict verdict, long until, String why, Quota quota) {
        public static final Ruling GO = new Ruling(Verdict.GO, 0, "", Quota.NONE);

        public static Ruling within(Quota quota) {
            return new Ruling(Verdict.GO, 0, "", quota);
        }

        public static Ruling hold(long until, String why) {
            return new Ruling(Verdict.HOLD, until, why, Quota.NONE);
        }

        public static Ruling reject(String why) {
            return new Ruling(Verdict.REJECT, 0, why, Quota.NONE);
        }
    }
}
