package io.dromedial.cli;

import java.util.List;
import java.util.Map;

/** One decision about several records; each is told, and one that can't be moved does not hold up the others. */
final class OneByOne {

    private OneByOne() {}

    static int post(Main main, List<String> ids, String action, Map<String, String> query, String done) {
        for (String id : ids) {
            if (!id.matches("\\d{1,18}")) {
                throw Failure.usage("'" + id + "' is no record's id; expected a number as in the lists");
            }
        }
        Remote remote = main.remote();
        int code = 0;
        for (String id : ids) {
            try {
                remote.post("/api/v1/requests/" + id + "/" + action, query);
                main.terminal().line("record " + id + " " + done);
            } catch (Failure failure) {
                main.terminal().error(failure.getMessage());
                code = Math.max(code, failure.exitCode());
            }
        }
        return code;
    }
}
