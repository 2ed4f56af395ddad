package io.dromedial.provider.routee;

import io.dromedial.simulator.Answer;
import io.dromedial.simulator.Endpoints;
import io.dromedial.simulator.Reply;
import io.dromedial.simulator.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Hands out tokens as Routee does: the same one again, with the rest of its life, as long as it lives. With the quirk
 * {@code routee.short-token} it lives one second.
 */
final class RouteeTokenSimulator {

    static final String APPLICATION = "simulator-application";
    private final Endpoints engine;
    private String token = "";
    private Instant until = Instant.MIN;

    RouteeTokenSimulator(Endpoints engine) {
        this.engine = engine;
    }

    Answer token(Request request) {
        List<String> wrong = new ArrayList<>();
        if (!request.mediaType().equals("application/x-www-form-urlencoded")
                || !request.body().equals("grant_type=client_credentials")) {
            wrong.add("body '" + request.body() + "'; expected the form grant_type=client_credentials");
        }
        String pair = APPLICATION + ":" + engine.options().token();
        String basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        if (!request.header("Authorization").equals(basic)) {
            Map<String, Object> error =
                    Map.of("error", "invalid_client", "error_description", "Bad client credentials");
            return Answer.of(Reply.json(401, error)).violating(wrong);
        }
        return Answer.of(Reply.json(granted())).violating(wrong);
    }

    private Map<String, Object> granted() {
        Instant now = engine.clock().instant();
        if (!now.isBefore(until)) {
            token = UUID.randomUUID().toString();
            until = now.plusSeconds(engine.quirks().on("routee.short-token") ? 1 : 3600);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", token);
        answer.put("token_type", "bearer");
        answer.put("expires_in", Duration.between(now, until).toSeconds());
        answer.put("scope", "account contact report voice");
        answer.put("permissions", List.of("MT_ROLE_VOICE"));
        return answer;
    }

    /** Whether the request carries the token that lives. */
    boolean knows(Request request) {
        return !token.isEmpty()
                && request.header("Authorization").equals("Bearer " + token)
                && engine.clock().instant().isBefore(until);
    }
}
