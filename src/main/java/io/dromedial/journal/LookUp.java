package io.dromedial.journal;

import java.util.List;

/**
 * Records whose results are asked for together: those of one earlier request, where the operation groups.
 *
 * @param call that request's number, unique for ever; 0 where it was never written down
 */
public record LookUp(String operation, long call, List<Sought> records) {

    /** The number of a request as routes get it. */
    public static String callText(long call) {
        return Long.toString(call, 36);
    }
}
