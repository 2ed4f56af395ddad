package io.dromedial.intake;

import io.dromedial.journal.NewRecord;
import io.dromedial.journal.Reject;
import java.util.ArrayList;
import java.util.List;

/** Rows that go into the journal together: as many as are worth a commit, and no more text than there is room for. */
final class Chunk {

    /** So many wait for the journal while the next is read. */
    static final int ON_THE_WAY = 4;

    private static final int ROWS = 500;
    /** 500 usual rows have a tenth of it. */
    private static final long CHARACTERS = 2_000_000;

    private final List<NewRecord> good = new ArrayList<>();
    private final List<Reject> bad = new ArrayList<>();
    private long characters;

    void add(NewRecord row) {
        good.add(row);
        characters += row.fields().length() + row.original().length();
    }

    void add(Reject row) {
        bad.add(row);
        characters += row.original().length();
    }

    boolean hasRoom() {
        return rows() < ROWS && characters < CHARACTERS;
    }

    int rows() {
        return good.size() + bad.size();
    }

    List<NewRecord> good() {
        return good;
    }

    List<Reject> bad() {
        return bad;
    }
}
