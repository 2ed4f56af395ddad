package io.dromedial.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedial.csv.CsvFault;
import io.dromedial.journal.Admission;
import io.dromedial.record.NameLimit;
import java.io.IOException;
import java.util.Optional;

/** Records in: as JSON, as CSV, or as a whole file. */
final class SubmitApi {

    private static final String SOURCE = "api";
    private final Engine engine;
    private final Finder finder;
    private final Repeats repeats;

    SubmitApi(Engine engine) {
        this.engine = engine;
        this.finder = new Finder(engine.reading(), engine.operations());
        this.repeats = new Repeats(engine.journal().receipts());
    }

    Answer records(Call call) throws IOException {
        String operation = operation(call);
        Optional<String> batch = call.text("batch").map(b -> name("batch", b));
        Call.Upload body = body(call);
        Optional<String> key = Optional.ofNullable(call.headers().get("idempotency-key"));
        if (key.isEmpty()) {
            return summary(take(new Admission.Submission(operation, batch, Optional.empty(), false, SOURCE), body));
        }
        return summary(repeats.once(
                key.get(),
                String.join("\n", operation, batch.orElse(""), body.type(), body.sha256()),
                receipt -> take(
                        new Admission.Submission(
                                operation, batch, key, false, SOURCE, Optional.empty(), Optional.of(receipt)),
                        body)));
    }

    private Admission.Summary take(Admission.Submission submission, Call.Upload body) throws IOException {
        engine.admission().whyOff(submission.operation()).ifPresent(why -> {
            throw Refusal.of(503, "nothing was taken in: " + why);
        });
        try (Bodies.Rows rows = Bodies.open(body, submission.operation())) {
            if (!rows.columns().isEmpty()) {
                engine.admission().check(submission.operation(), rows.columns());
            }
            return engine.admission().submit(submission, rows.elements());
        } catch (Admission.UnfitColumns e) {
            throw Refusal.of(422, "nothing was taken in: " + e.getMessage());
        } catch (Admission.UnknownOperation e) {
            throw Refusal.parameter(400, "operation", e.getMessage());
        }
    }

    /** The file of {@code dromedial send}. */
    Answer file(Call call) {
        String operation = operation(call);
        String name = name("name", call.need("name", "the file's name without .csv"));
        try {
            return summary(engine.files()
                    .take(
                            operation,
                            name,
                            call.flag("allow-duplicate"),
                            body(call).file()));
        } catch (Admission.UnknownOperation e) {
            throw Refusal.parameter(400, "operation", e.getMessage());
        } catch (IOException | CsvFault e) {
            throw Refusal.of(422, "nothing of the file was taken in: " + e.getMessage());
        }
    }

    private String operation(Call call) {
        String operation = call.need("operation", "the operation, as in ?operation=voicenotify.call");
        finder.checkKnown(operation);
        return operation;
    }

    private static String name(String parameter, String name) {
        if (!NameLimit.isBatchName(name)) {
            throw Refusal.parameter(400, parameter, parameter + ": " + NameLimit.BATCH_NAME);
        }
        return name;
    }

    private static Call.Upload body(Call call) {
        return call.body().orElseThrow(() -> Refusal.of(400, "there is no body"));
    }

    private static Answer summary(Admission.Summary summary) {
        ObjectNode shape = Answer.JSON.createObjectNode();
        shape.put("batchId", Shapes.id(summary.batchId()));
        shape.put("accepted", summary.accepted());
        shape.put("duplicates", summary.duplicates());
        shape.put("rejected", summary.rejected());
        ArrayNode errors = shape.putArray("errors");
        for (Admission.Fault fault : summary.errors()) {
            ObjectNode error = errors.addObject();
            error.put("position", fault.position());
            error.put("reference", Shapes.absent(fault.reference()));
            error.put("text", fault.text());
            if (fault.line() > 0) {
                error.put("line", fault.line());
            }
        }
        return Answer.json(202, shape);
    }
}
