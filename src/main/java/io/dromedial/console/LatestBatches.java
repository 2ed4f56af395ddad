package io.dromedial.console;

import io.dromedial.journal.Batch;
import io.dromedial.journal.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The newest batches; reads the list once, and from then on only what came behind. */
final class LatestBatches {

    private final Reading reading;
    private final int most;
    private long behind;

    LatestBatches(Reading reading, int most) {
        this.reading = reading;
        this.most = most;
    }

    synchronized List<Batch> newestFirst() {
        List<Batch> newest = new ArrayList<>();
        Stepping.through(after -> reading.batches(after, Call.MOST), Batch::id, behind)
                .forEach(newest::add);
        if (newest.size() > most) {
            newest = new ArrayList<>(newest.subList(newest.size() - most, newest.size()));
            behind = newest.get(0).id() - 1;
        }
        Collections.reverse(newest);
        return newest;
    }
}
