package io.dromedial.journal;

import java.util.List;
import java.util.Optional;

/**
 * One exchange between delivery and journal, done in a single transaction: what came back is settled, and as many
 * groups as there is room for are written down as sending. Called in the writer's thread; must not block.
 */
public interface Turn {

    /** The settlements of this turn; the same list each time it is asked. */
    List<Settlement> settlements();

    /** What could be sent once these are settled. */
    List<Wish> wishes();

    /**
     * @param groups how many requests there is room for
     * @param size records in one request at most
     * @param callee the field by whose digits reports tell the records of one request apart, where all of them come to
     *     one callback URL
     */
    record Wish(String operation, int groups, int size, Grouper grouper, Optional<String> callee) {
        public Wish(String operation, int groups, int size, Grouper grouper) {
            this(operation, groups, size, grouper, Optional.empty());
        }
    }

    /** Puts candidates into requests; those it leaves out stay due. */
    interface Grouper {
        List<List<Candidate>> group(List<Candidate> candidates, int groups, int size);
    }

    /** What may now be sent, and when to come back if nothing else happens (epoch milliseconds). */
    record Granted(List<List<Started>> groups, long nextDue) {}
}
