package io.dromedial.provider.voicenotify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dromedial.simulator.Answer;
import io.dromedial.simulator.Callback;
import io.dromedial.simulator.Dialect;
import io.dromedial.simulator.Endpoints;
import io.dromedial.simulator.Fault;
import io.dromedial.simulator.MagicNumber;
import io.dromedial.simulator.Recipient;
import io.dromedial.simulator.Reply;
import io.dromedial.simulator.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Plays VoiceNotify: {@code POST /voicenotify}, a form of {@code access_token} and {@code rows}, answered with counts
 * in strings; one callback a call. What becomes of a call is decided by the last four digits of its phone number
 * ({@link VoiceNotifyEndingSimulator}): 9 and a result code ends the call with that code (9486 busy), 8xxx concerns the
 * HTTP exchange, 7xxx the callback; any other number is answered. Strict: what the document does not say is a
 * violation in the ledger.
 *
 * <p>Quirks: {@code voicenotify.no-date} leaves out date and message, {@code .numbers} answers with numbers in place
 * of strings, {@code .errors-without-list} counts one error though all were taken, {@code .odd-counts} has counts that
 * do not add up, {@code .refuse-all} says success 0; in callbacks {@code .unmasked}, {@code .echo-token},
 * {@code .success-field} and {@code .empty-code}.
 */
public final class VoiceNotifySimulator implements Dialect {

    private static final String PATH = "/voicenotify";
    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Set<String> FIELDS = Set.of("access_token", "rows");
    private static final byte[] PHONE_KEY = "%22phone%22".getBytes(StandardCharsets.US_ASCII);

    private final Set<String> tokens = new HashSet<>();
    private final Map<String, Integer> arrivals = new HashMap<>();
    private final Map<Integer, Reply> plainReplies = new HashMap<>();
    private Endpoints engine;
    private VoiceNotifyReplySimulator replies;

    @Override
    public String provider() {
        return "voicenotify";
    }

    @Override
    public void mount(Endpoints endpoints) {
        engine = endpoints;
        replies = new VoiceNotifyReplySimulator(endpoints.quirks(), endpoints.clock());
        boolean plain = endpoints.options().plain();
        endpoints.on("POST", PATH, "voicenotify.call", plain ? this::plain : this::call);
    }

    @Override
    public List<String> configuration(URI base) {
        return List.of(
                "voicenotify.url=" + base + PATH,
                "voicenotify.access-token=" + engine.options().token());
    }

    @Override
    public List<MagicNumber> magicNumbers() {
        return Arrays.stream(VoiceNotifyEndingSimulator.values())
                .map(e -> new MagicNumber(e.digits, e.what))
                .toList();
    }

    /** Rows are counted and taken; an encoded quote inside a value is escaped, so it can't look like a key's. */
    private Answer plain(Request request) {
        int rows = occurrences(request.bytes());
        return Answer.of(plainReplies.computeIfAbsent(rows, n -> replies.counts(n, 0)))
                .to(Collections.nCopies(rows, Recipient.of("", "")));
    }

    private static int occurrences(byte[] body) {
        int found = 0;
        int matched = 0;
        for (byte b : body) {
            matched = b == PHONE_KEY[matched] ? matched + 1 : b == '%' ? 1 : 0;
            if (matched == PHONE_KEY.length) {
                found++;
                matched = 0;
            }
        }
        return found;
    }

    private Answer call(Request request) {
        Map<String, List<String>> form = request.form();
        List<String> wrong = misfits(request.mediaType(), form);
        Optional<JsonNode> rows = rows(first(form, "rows"));
        if (rows.isEmpty()) {
            wrong.add("rows is no JSON array of calls");
            return Answer.of(replies.error(400, "rows is not a JSON array")).violating(wrong);
        }
        Answer answer = calls(rows.get(), wrong);
        return first(form, "access_token").equals(engine.options().token())
                ? answer
                : answer.playing(Optional.of(engine.options().wrongToken()));
    }

    private static String first(Map<String, List<String>> form, String name) {
        return form.getOrDefault(name, List.of("")).get(0);
    }

    private static List<String> misfits(String mediaType, Map<String, List<String>> form) {
        List<String> wrong = new ArrayList<>();
        if (!mediaType.equals("application/x-www-form-urlencoded")) {
            wrong.add("Content-Type '" + mediaType + "'; expected application/x-www-form-urlencoded");
        }
        form.forEach((name, values) -> {
            if (!FIELDS.contains(name) || values.size() > 1) {
                wrong.add("form field " + name + (values.size() > 1 ? " more than once" : " is unknown"));
            }
        });
        return wrong;
    }

    private static Optional<JsonNode> rows(String text) {
        try {
            return Optional.of(STRICT.readTree(text)).filter(tree -> tree.isArray() && !tree.isEmpty());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private Answer calls(JsonNode rows, List<String> wrong) {
        List<Recipient> recipients = new ArrayList<>();
        List<Callback> callbacks = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        int refused = 0;
        for (JsonNode row : rows) {
            VoiceNotifyCallSimulator call = VoiceNotifyCallSimulator.read(row, wrong);
            seen(call, wrong);
            VoiceNotifyEndingSimulator ending = ending(call);
            int arrival =
                    ending == VoiceNotifyEndingSimulator.ANSWERED ? 1 : arrivals.merge(call.phone(), 1, Integer::sum);
            ending.fault(arrival).ifPresent(faults::add);
            boolean taken = call.callable() && ending.taken();
            refused += taken ? 0 : 1;
            recipients.add(
                    taken ? call.recipient(ending.what) : call.recipient("").refused("row refused"));
            if (taken) {
                callbacks.addAll(ending.callbacks(call, arrival, engine.quirks()));
            }
        }
        boolean none = engine.quirks().on("voicenotify.refuse-all");
        return replies.answer(recipients, refused)
                .callingBack(none ? List.of() : callbacks)
                .violating(wrong)
                .playing(faults.stream().findFirst());
    }

    private VoiceNotifyEndingSimulator ending(VoiceNotifyCallSimulator call) {
        return engine.options().magic()
                ? VoiceNotifyEndingSimulator.of(call.phone())
                : VoiceNotifyEndingSimulator.ANSWERED;
    }

    private void seen(VoiceNotifyCallSimulator call, List<String> wrong) {
        if (!call.token().isEmpty() && !tokens.add(call.token())) {
            wrong.add("callback token " + call.token() + " came before; expected one of its own for each attempt");
        }
    }
}
