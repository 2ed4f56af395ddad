package io.dromedial.provider.routee;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedial.provider.Answer;
import io.dromedial.provider.Finding;
import io.dromedial.record.Outcome;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The messages of one campaign, asked for page by page: by its tracking id, or searched by the campaign's name where no
 * answer gave an id.
 */
final class RouteePages implements RouteeRequest {

    private static final int SIZE = 100;
    private static final int MOST = 200;
    private static final Duration BACK = Duration.ofDays(30);

    final List<Map<String, String>> records;
    final List<String> tokens;
    final String trackingId;
    final String name;
    final List<JsonNode> messages = new ArrayList<>();
    private final Instant now;
    private int page;
    private int tried;
    private boolean done;
    private Finding instead;

    /** @param trackingId empty where none is known */
    RouteePages(List<Map<String, String>> records, List<String> tokens, String trackingId, String name, Instant now) {
        this.records = records;
        this.tokens = tokens;
        this.trackingId = trackingId;
        this.name = name;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public int tried() {
        return tried;
    }

    @Override
    public void goes() {
        tried++;
    }

    @Override
    public Map<String, String> headers() {
        String paging = "page=" + page + "&size=" + SIZE;
        if (!trackingId.isEmpty()) {
            String path = "/campaign/" + encoded(trackingId).replace("+", "%20");
            return Map.of("CamelHttpMethod", "GET", "CamelHttpPath", path, "CamelHttpQuery", paging);
        }
        String range = "from=" + encoded(now.minus(BACK).toString()) + "&to="
                + encoded(now.plus(BACK).toString());
        return Map.of(
                "CamelHttpMethod",
                "POST",
                "CamelHttpPath",
                "",
                "CamelHttpQuery",
                range + "&" + paging,
                "Content-Type",
                "application/json");
    }

    @Override
    public Object body() {
        // our names hold letters, digits, blanks and - only, so they stand in JSON as they are
        return trackingId.isEmpty()
                ? ("{\"fieldName\":\"campaign\",\"searchOperator\":\"is\",\"searchTerm\":\"" + name + "\"}")
                        .getBytes(StandardCharsets.UTF_8)
                : null;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public Object barred(Outcome.Deferred why) {
        return why.pause()
                ? new Finding.Barred(why.status(), why.reason())
                : new Finding.Nothing(why.reason(), why.after());
    }

    boolean more() {
        return !done;
    }

    /** Takes in the answer to the page that was asked for. */
    void turn(Answer answer) {
        boolean refused = RouteeRequest.refusesToken(answer.status());
        if (refused && tried == 1) {
            return;
        }
        if (!answer.ok()) {
            String why = "HTTP " + answer.status();
            end(refused ? new Finding.Barred(answer.status(), why) : new Finding.Nothing(why, answer.retryAfter()));
            return;
        }
        Optional<JsonNode> json =
                RouteeJson.object(answer.body()).filter(j -> j.path("content").isArray());
        if (json.isEmpty()) {
            end(new Finding.Nothing("the page can't be read", Optional.empty()));
            return;
        }
        json.get().path("content").forEach(messages::add);
        tried = 0;
        page++;
        done = last(json.get());
    }

    private void end(Finding finding) {
        instead = finding;
        done = true;
    }

    private boolean last(JsonNode json) {
        boolean empty = json.path("content").isEmpty();
        boolean said = json.has("last")
                ? json.path("last").asBoolean()
                : page >= json.path("totalPages").asInt(1);
        return empty || said || page >= MOST;
    }

    /** What is found where the pages could not all be read. */
    Optional<Finding> instead() {
        return Optional.ofNullable(instead);
    }
}
