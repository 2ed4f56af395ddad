package io.dromedial.journal;

import io.dromedial.record.State;

/** What the model remembers of one record. */
final class ModelRecord {

    final long id;
    final long batch;
    final String reference;
    final long sendAt;
    final long expiresAt;
    State state = State.DUE;
    long due;
    /** Since when its result is waited for. */
    long from;

    int attempts;
    int counted;
    int settledTimes;

    /** How often it was called again since it was last sent afresh. */
    int redials;

    /** The last attempt whose end was a redial. */
    int ended;

    /** Whether the latest attempt that came to anything was a call. */
    boolean called;

    ModelRecord(long id, long batch, String reference, long due, long sendAt, long expiresAt) {
        this.id = id;
        this.batch = batch;
        this.reference = reference;
        this.due = due;
        this.sendAt = sendAt;
        this.expiresAt = expiresAt;
    }

    void settle(State as) {
        state = as;
        settledTimes++;
    }

    @Override
    public String toString() {
        String at = state == State.DUE || state == State.ACCEPTED || state == State.IN_DOUBT ? " at " + due : "";
        return "#" + id + " " + reference + " " + state.word() + " attempts " + attempts + "/" + counted + at;
    }
}
