package io.dromedial.simulator;

import java.util.List;
import java.util.Optional;

/**
 * What a dialect makes of a request: whom it concerned, what is said, and what happens if it is processed. Nothing
 * has happened yet: a fault may keep the request from being processed.
 *
 * @param callbacks what the runtime is told later
 * @param fault what a recipient's magic number asks for; a scripted fault goes before it
 * @param violations what was wrong with the request by the document, in words
 * @param effect changes the dialect's own state
 */
public record Answer(
        List<Recipient> recipients,
        Reply reply,
        List<Callback> callbacks,
        Optional<Fault> fault,
        List<String> violations,
        Runnable effect) {

    private static final Runnable NOTHING = () -> {};

    public Answer {
        recipients = List.copyOf(recipients);
        callbacks = List.copyOf(callbacks);
        violations = List.copyOf(violations);
    }

    public static Answer of(Reply reply) {
        return new Answer(List.of(), reply, List.of(), Optional.empty(), List.of(), NOTHING);
    }

    public Answer to(List<Recipient> whom) {
        return new Answer(whom, reply, callbacks, fault, violations, effect);
    }

    public Answer callingBack(List<Callback> later) {
        return new Answer(recipients, reply, later, fault, violations, effect);
    }

    public Answer playing(Optional<Fault> wanted) {
        return new Answer(recipients, reply, callbacks, wanted, violations, effect);
    }

    public Answer violating(List<String> words) {
        return new Answer(recipients, reply, callbacks, fault, words, effect);
    }

    public Answer doing(Runnable wanted) {
        return new Answer(recipients, reply, callbacks, fault, violations, wanted);
    }
}
