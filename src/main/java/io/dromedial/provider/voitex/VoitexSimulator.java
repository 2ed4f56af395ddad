package io.dromedial.provider.voitex;

import io.dromedial.simulator.Answer;
import io.dromedial.simulator.Dialect;
import io.dromedial.simulator.Endpoints;
import io.dromedial.simulator.Fault;
import io.dromedial.simulator.MagicNumber;
import io.dromedial.simulator.Reply;
import io.dromedial.simulator.Request;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Plays Voitex: the notify endpoint, the two older ones, the library and the contacts, each under the path that its
 * document gives it, behind {@code /voitex}. A number that ends in 6 and three more digits of {@link VoitexEndingSimulator}
 * has a will of its own. Strict: what the document does not say is a violation in the ledger; a name that ends in a blank
 * and a header {@code auth_key} are refused.
 *
 * <p>Quirks: {@code voitex.sms-json} answers an SMS in JSON, {@code .reference-named} with the reference under a name of
 * its own, {@code .warnings} has warnings in each answer of the notify endpoint.
 */
public final class VoitexSimulator implements Dialect {

    private static final String PATH = "/voitex";
    private final Map<String, Integer> arrivals = new HashMap<>();
    private Endpoints engine;

    @Override
    public String provider() {
        return "voitex";
    }

    @Override
    public void mount(Endpoints endpoints) {
        engine = endpoints;
        VoitexNotifySimulator notify = new VoitexNotifySimulator(endpoints.quirks());
        VoitexOlderSimulator older = new VoitexOlderSimulator(endpoints.quirks());
        VoitexLibrarySimulator library = new VoitexLibrarySimulator();
        VoitexContactsSimulator contacts = new VoitexContactsSimulator();
        on("/notify/", "voitex.notify", notify::answer);
        on("/", "voitex.notification-call", older::call);
        on("/send/", "voitex.sms", older::sms);
        on("/upload/", "voitex.upload", library::answer);
        on("/contacts", "voitex.contacts", contacts::answer);
    }

    private void on(String path, String operation, Function<VoitexFormSimulator, Answer> handler) {
        engine.on("POST", PATH + path, operation, request -> guarded(request, handler));
    }

    private Answer guarded(Request request, Function<VoitexFormSimulator, Answer> handler) {
        VoitexFormSimulator form = VoitexFormSimulator.read(request);
        if (form.wrong().stream().anyMatch(w -> w.contains("auth_key") || w.contains("blank"))) {
            return refused("bad request").violating(form.wrong());
        }
        Answer answer = handler.apply(form).violating(form.wrong());
        if (!request.header("Auth-Key").equals(engine.options().token())) {
            return answer.playing(Optional.of(engine.options().wrongToken()));
        }
        return engine.options().magic() ? answer.playing(fault(answer)) : answer;
    }

    /** What a number wants that was taken so far; numbers of contacts have no will. */
    private Optional<Fault> fault(Answer answer) {
        return answer.recipients().stream()
                .filter(r -> !r.digits().isEmpty())
                .map(r -> VoitexEndingSimulator.of(r.digits()).fault(arrivals.merge(r.digits(), 1, Integer::sum)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The document's words for a request that is taken in no part. */
    static Answer refused(String... errors) {
        return Answer.of(Reply.json(error(List.of(errors))));
    }

    private static Map<String, Object> error(List<String> errors) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("status", "error");
        error.put("errors", errors);
        return error;
    }

    @Override
    public List<String> configuration(URI base) {
        String at = base + PATH;
        return List.of(
                "voitex.notify-url=" + at + "/notify/",
                "voitex.notification-url=" + at + "/",
                "voitex.sms-url=" + at + "/send/",
                "voitex.recording-url=" + at + "/upload/",
                "voitex.contacts-url=" + at + "/contacts",
                "voitex.auth-key=" + engine.options().token());
    }

    @Override
    public List<MagicNumber> magicNumbers() {
        return Arrays.stream(VoitexEndingSimulator.values())
                .map(e -> new MagicNumber(e.digits, e.what))
                .toList();
    }
}
