package io.dromedial.provider.voicenotify;

import io.dromedial.provider.Callback;
import io.dromedial.provider.Codes;
import io.dromedial.record.Report;
import io.dromedial.record.Result;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the callback of a call: by GET query, form or JSON; the code in {@code call_result_code}, or in {@code
 * success} as an older page has it. Every callback is final, also one with an empty or unknown code: it says that the
 * call is over, and the disposition stays empty.
 */
final class VoiceNotifyCallbacks {

    private final Codes codes;

    VoiceNotifyCallbacks(Codes codes) {
        this.codes = codes;
    }

    Report read(String token, Callback callback) {
        Map<String, Object> fields = callback.fields();
        String code = Callback.text(fields, "call_result_code");
        if (!fields.containsKey("call_result_code")) {
            code = Callback.text(fields, "success");
        }
        String cut = code.length() > 60 ? code.substring(0, 60) : code;
        String disposition = codes.find(cut).map(Codes.Code::disposition).orElse("");
        Map<String, Object> detail = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (!name.equals("callback_token") && !name.equals("call_result_code") && detail.size() < 20) {
                detail.put(name, value == null ? "" : value);
            }
        });
        Result result = new Result("", cut, disposition, "", detail);
        return new Report(VoiceNotifyProvider.CALL, token, "", true, result, "callback", callback.raw());
    }
}
