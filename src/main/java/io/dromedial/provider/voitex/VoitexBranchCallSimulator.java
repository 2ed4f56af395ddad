package io.dromedial.provider.voitex;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A call that reaches a Trigger branch: asks the runtime as Voitex does, with the document's own sample, the card's code
 * and end included. Asks loopback only.
 */
public final class VoitexBranchCallSimulator implements AutoCloseable {

    /** What no file, table or log may hold after a call. */
    public static final Set<String> SECRETS =
            Set.of("cvv", "expiration", "4111111111111111", "918273645", "0177", "20951-77", "8451239876");

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final long TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(20);
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();

    /** What was answered. */
    public record Reply(int status, String body) {}

    /** The sample of the document; the caller typed a card's number as input. */
    public static String sample(String callId, String caller) {
        return """
                {
                   "call_id":"%s",
                   "cid":"%s",
                   "cnam":"VOITEX",
                   "contact_info":"null",
                   "date_time":"2023-07-20 11:35:35",
                   "did":"8459511110",
                   "branch_data":[
                      {"branch":"0","input":"1"},
                      {"branch":"1000","input":"4111111111111111"}
                   ],
                   "payment_info":[{
                      "last_four":"4444",
                      "expiration":"0177",
                      "cvv":918273645,
                      "zip":"20951-77",
                      "phone":"8451239876",
                      "amount":"57",
                      "transaction_id":"875891"
                   }],
                   "variables":[{
                      "caller_pin ":"123",
                      "var_2":"var_val"
                   }]
                }
                """.formatted(callId, caller);
    }

    /** Posts a body to a full URL. */
    public Reply ask(String url, String body) {
        String host = String.valueOf(URI.create(url).getHost());
        if (!LOOPBACK.contains(host)) {
            throw new IllegalArgumentException("not asked: " + host + " is not loopback");
        }
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setTimeout(TIMEOUT_MILLIS)
                .setAbsoluteURI(url);
        Future<Reply> reply = client.request(request)
                .compose(http ->
                        http.putHeader("Content-Type", "application/json").send(Buffer.buffer(body)))
                .compose(r -> r.body().map(bytes -> new Reply(r.statusCode(), bytes.toString())));
        return reply.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        vertx.close();
    }
}
