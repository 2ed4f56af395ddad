package io.dromedial.console;

import io.dromedial.journal.Journal;
import io.dromedial.journal.Tokens;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key that signs the tokens of callback URLs. */
final class KeysApi {

    private static final Logger LOG = LoggerFactory.getLogger(KeysApi.class);
    private final Journal journal;

    KeysApi(Engine engine) {
        this.journal = engine.journal();
    }

    /** One at a time: the next only once the last is in use. */
    Answer rotate(Call call) {
        Tokens.Rotated rotated = journal.rotateCallbackKey();
        String from = Shapes.time(rotated.from().toEpochMilli());
        if (!rotated.made()) {
            throw Refusal.of(
                    409,
                    "the callback key was changed just now, and the new one signs from " + from
                            + "; change it again after that");
        }
        LOG.info(
                "The callback key was changed by hand: key {} signs from {}. Tokens of the key before it are taken until"
                        + " their time, older ones no more.",
                rotated.key(),
                from);
        return Answer.ok(Map.of("key", rotated.key(), "signsFrom", from));
    }
}
