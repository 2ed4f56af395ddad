package io.dromedial.simulator;

import java.util.Map;

/**
 * One recipient of a request, as the ledger keeps it.
 *
 * @param digits the phone number as it came; empty where an operation has none
 * @param token the runtime's token as seen in the callback URL or token field; empty where there is none
 * @param placed whether the provider took it: this call, and no other, may ring a phone
 * @param ending what becomes of it, in a few words
 * @param fields what came with it, secrets left out; any of them can be the key of a summary
 */
public record Recipient(String digits, String token, boolean placed, String ending, Map<String, String> fields) {

    public Recipient {
        fields = Map.copyOf(fields);
    }

    public static Recipient of(String digits, String token) {
        return new Recipient(digits, token, true, "", Map.of());
    }

    public Recipient refused(String why) {
        return new Recipient(digits, token, false, why, fields);
    }

    /** Its value of {@code phone} or {@code digits}, {@code token}, or a field; empty if it has none. */
    public String key(String name) {
        return switch (name) {
            case "phone", "digits" -> digits;
            case "token" -> token;
            default -> fields.getOrDefault(name, "");
        };
    }
}
