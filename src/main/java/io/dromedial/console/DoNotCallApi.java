package io.dromedial.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedial.journal.DoNotCall;
import io.dromedial.record.Operations;
import io.dromedial.record.Spelling;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Numbers that an operation never rings, as far as they stand in the journal. */
final class DoNotCallApi {

    private static final Logger LOG = LoggerFactory.getLogger(DoNotCallApi.class);
    private static final Pattern NUMBER = Pattern.compile("\\+?[1-9]\\d{5,14}");
    private final DoNotCall numbers;
    private final Operations operations;

    DoNotCallApi(Engine engine) {
        this.numbers = engine.journal().clearances().doNotCall();
        this.operations = engine.operations();
    }

    Answer list(Call call) {
        int limit = call.limit();
        List<DoNotCall.Entry> found = numbers.entries(operation(call), call.after(), limit + 1);
        return Listing.of(found, limit, e -> Long.parseLong(e.number().substring(1)), DoNotCallApi::shape);
    }

    Answer add(Call call) {
        String operation = operation(call);
        boolean added = numbers.add(operation, number(call), call.text("why").orElse("put there by hand"));
        LOG.info("A number was put on the do-not-call list of {} by hand.", operation);
        return Answer.ok(Map.of("added", added));
    }

    Answer remove(Call call) {
        String operation = operation(call);
        boolean removed = numbers.remove(operation, number(call));
        LOG.info("A number was taken off the do-not-call list of {} by hand.", operation);
        return Answer.ok(Map.of("removed", removed));
    }

    /** One by one, since a number on one list says nothing of another operation. */
    private String operation(Call call) {
        String name = call.need("operation", "the operation whose list is meant");
        if (operations.find(name).isEmpty()) {
            List<String> known = operations.all().stream().map(o -> o.name()).toList();
            throw Refusal.parameter(
                    400, "operation", "operation: no operation is named '" + name + "'" + Spelling.hint(name, known));
        }
        return name;
    }

    private static String number(Call call) {
        String number = call.need("number", "a number with its country code, such as +81903904560");
        if (!NUMBER.matcher(number.strip()).matches()) {
            throw Refusal.parameter(
                    400, "number", "number: expected digits with the country code, such as +81903904560");
        }
        return number.strip();
    }

    private static ObjectNode shape(DoNotCall.Entry entry) {
        ObjectNode shape = Answer.JSON.createObjectNode();
        shape.put("operation", entry.operation());
        shape.put("number", entry.number());
        shape.put("notedAt", Shapes.time(entry.notedAt()));
        shape.put("why", entry.why());
        return shape;
    }
}
