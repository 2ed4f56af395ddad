package io.dromedial.provider.innocalls;

import io.dromedial.provider.Codes;
import io.dromedial.provider.Codes.Code;
import io.dromedial.provider.JsonAnswer;
import io.dromedial.record.Result;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads how a call stands: three words, one for each person and one for the call. While the call's own word is an interim
 * one, nothing is settled, since the flow may call again. Then: both answered, or the word of the one who did not decides,
 * the first before the second; where theirs say nothing, the call's own does. A word that {@code codes.csv} does not have
 * is kept and never guessed.
 */
final class CallStatus {

    private static final String ANSWERED = "answered";
    private static final int LONGEST = 60;
    private final Codes codes;

    /** @param isFinal whether the call is over */
    record Standing(Result result, boolean isFinal) {}

    CallStatus(Codes codes) {
        this.codes = codes;
    }

    /** Nothing where the answer tells of no call, or of another. */
    Optional<Standing> read(JsonAnswer data, String id) {
        JsonAnswer told = data.object("callStatus").orElse(data);
        String named = told.text("callId");
        Word call = word(told, "callStatus");
        List<Word> people = List.of(word(told, "firstRecipientStatus"), word(told, "secondRecipientStatus"));
        boolean nothing = call.isEmpty() && people.stream().allMatch(Word::isEmpty);
        return nothing || !named.isEmpty() && !named.equals(id)
                ? Optional.empty()
                : Optional.of(standing(call, people, told, id));
    }

    private static Standing standing(Word call, List<Word> people, JsonAnswer told, String id) {
        boolean answered = people.stream().allMatch(Word::answered);
        boolean over = call.over()
                || !call.isInterim()
                        && (answered || call.isEmpty() && people.stream().allMatch(Word::over));
        Word decides = !over || call.cancelled() ? call : answered ? people.get(0) : decides(call, people);
        String disposition = over ? decides.disposition() : "";
        Result result = new Result(id, decides.text(), disposition, "", told.detail(Set.of("callId")));
        return new Standing(result, over);
    }

    /** A word that is unknown decides too, without a disposition: nobody knows but it may be the reason. */
    private static Word decides(Word call, List<Word> people) {
        return people.stream()
                .filter(w -> !w.isEmpty() && !w.isInterim() && !w.answered())
                .findFirst()
                .or(() -> Optional.of(call).filter(w -> !w.isEmpty()))
                .orElse(people.get(0));
    }

    private Word word(JsonAnswer told, String name) {
        String text = told.text(name);
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        // some words bring an explanation: "User Unreachable (…)"
        return new Word(cut, codes.find(text.replaceFirst("\\s*\\(.*", "")));
    }

    private record Word(String text, Optional<Code> code) {

        boolean isEmpty() {
            return text.isEmpty();
        }

        boolean isInterim() {
            return code.isPresent() && !code.get().isFinal();
        }

        boolean over() {
            return code.isPresent() && code.get().isFinal();
        }

        String disposition() {
            return code.map(Code::disposition).orElse("");
        }

        boolean answered() {
            return disposition().equals(ANSWERED);
        }

        boolean cancelled() {
            return disposition().equals("not_performed");
        }
    }
}
