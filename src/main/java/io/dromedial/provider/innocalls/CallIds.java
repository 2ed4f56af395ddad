package io.dromedial.provider.innocalls;

import io.dromedial.provider.UrlPart;
import io.dromedial.record.Operation;
import io.dromedial.record.Problem;
import java.util.List;
import java.util.Map;

/** An id goes into a path, where {@code .} and {@code ..} would name something else. */
final class CallIds implements Operation.Rule {

    @Override
    public List<Problem> check(Map<String, String> fields) {
        String id = fields.get(InnoCallsProvider.ID);
        return id == null || UrlPart.isSegment(id)
                ? List.of()
                : List.of(new Problem(
                        InnoCallsProvider.ID, "'" + id + "' is not an id; expected one as the call's answer gave it"));
    }
}
