package io.dromedial.provider.voicenotify;

import io.dromedial.provider.Callback;
import io.dromedial.provider.Codes;
import io.dromedial.provider.Provider;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the callback of a call: by GET query, form or JSON; the code in {@code call_result_code}, or in {@code
 * success} as an older page has it. One with a code is final, also with an empty or unknown one: it says that the call
 * is over, and the disposition stays empty. One without such a field says nothing, and the true one is waited for.
 */
final class VoiceNotifyCallbacks implements Provider.CallbackReader {

    private static final Set<String> NOT_DETAIL = Set.of("callback_token", "call_result_code");
    private static final List<String> CODE_FIELDS = List.of("call_result_code", "success");
    private static final int LONGEST_CODE = 60;
    private static final int LONGEST_DETAIL = 1000;
    private static final int MOST_DETAILS = 20;
    private final Codes codes;

    VoiceNotifyCallbacks(Codes codes) {
        this.codes = codes;
    }

    @Override
    public boolean tellsDifferences() {
        return true;
    }

    @Override
    public Report read(String token, Callback callback) {
        return read(token, callback, Map.of());
    }

    @Override
    public Report read(String token, Callback callback, Map<String, String> sent) {
        Map<String, Object> fields = callback.fields();
        String code = CODE_FIELDS.stream()
                .map(name -> Callback.text(fields, name))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        String cut = cut(code, LONGEST_CODE);
        String disposition = codes.find(cut).map(Codes.Code::disposition).orElse("");
        Map<String, Object> detail = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (!NOT_DETAIL.contains(name) && detail.size() < MOST_DETAILS) {
                detail.put(
                        cut(name, LONGEST_CODE),
                        value instanceof Number || value instanceof Boolean ? value : cut(value));
            }
        });
        note(detail, "calleeMismatch", Callback.text(fields, "callee"), sent.get("phone"));
        note(detail, "callerMismatch", Callback.text(fields, "caller"), sent.get("caller"));
        Result result = new Result("", cut, disposition, "", detail);
        boolean told = CODE_FIELDS.stream().anyMatch(fields::containsKey);
        return new Report(VoiceNotifyProvider.CALL, token, "", told, result, "callback", callback.raw());
    }

    private static void note(Map<String, Object> detail, String name, String told, String sent) {
        if (sent != null && !agree(told, sent)) {
            detail.put(name, true);
        }
    }

    /** By digits; an x stands for any. What was not told agrees with everything. */
    private static boolean agree(String told, String sent) {
        String masked = told.toLowerCase(Locale.ROOT).replaceAll("[^0-9x]", "");
        String digits = sent.replaceAll("\\D", "");
        return masked.isEmpty() || digits.matches(masked.replace("x", "\\d"));
    }

    private static String cut(Object value) {
        return value == null ? "" : cut(String.valueOf(value), LONGEST_DETAIL);
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }
}
