package io.dromedial.record;

import java.util.Map;

/**
 * What a provider told about one record, at once or later. Texts are empty where it told nothing.
 *
 * @param providerRef the provider's own name for the record
 * @param code the provider's own result code, as it came
 * @param disposition our word for it (CONTRACT 5), empty where the code is not mapped
 * @param digits keys the callee pressed
 * @param detail what else was told; becomes the JSON of {@code _detail}
 */
public record Result(String providerRef, String code, String disposition, String digits, Map<String, Object> detail) {

    public static final Result NONE = new Result("", "", "", "", Map.of());

    public Result {
        providerRef = providerRef == null ? "" : providerRef;
        code = code == null ? "" : code;
        disposition = disposition == null ? "" : disposition;
        digits = digits == null ? "" : digits;
        detail = detail == null ? Map.of() : Map.copyOf(detail);
    }

    public static Result reference(String providerRef) {
        return new Result(providerRef, "", "", "", Map.of());
    }

    public Result withDetail(Map<String, Object> more) {
        return new Result(providerRef, code, disposition, digits, more);
    }
}
