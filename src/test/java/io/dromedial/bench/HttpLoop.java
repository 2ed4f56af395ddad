package io.dromedial.bench;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;

/**
 * The reference: the same requests by Apache HttpClient 5, asynchronously, with nothing around them. Each answer starts
 * the next request; the body is made once. Arguments: URL, requests, in flight, requests to warm up with.
 */
final class HttpLoop {

    private static final ContentType FORM = ContentType.APPLICATION_FORM_URLENCODED;
    private final CloseableHttpAsyncClient client;
    private final SimpleHttpRequest request;

    private HttpLoop(CloseableHttpAsyncClient client, URI url) {
        this.client = client;
        this.request = SimpleRequestBuilder.post(url)
                .setBody(body().getBytes(StandardCharsets.US_ASCII), FORM)
                .build();
    }

    /** As long as one that Dromedial sends for one record. */
    private static String body() {
        String token = "2bqj.1.tnsmkq.EKVbjRyWQTfeqD0d0xY9zA";
        String rows = "[{\"phone\":\"819000000001\",\"message\":\"" + SampleFile.MESSAGE
                + "\",\"caller\":\"815050500801\",\"language\":\"en\",\"callback_token\":\"" + token
                + "\",\"callback_url\":\"http://127.0.0.1:8080/callbacks/voicenotify/" + token + "\"}]";
        return "access_token=simulator-token&rows=" + URLEncoder.encode(rows, StandardCharsets.UTF_8);
    }

    public static void main(String[] arguments) throws Exception {
        int requests = Integer.parseInt(arguments[1]);
        int inFlight = Integer.parseInt(arguments[2]);
        try (CloseableHttpAsyncClient client = client(inFlight)) {
            client.start();
            HttpLoop loop = new HttpLoop(client, URI.create(arguments[0]));
            loop.send(Integer.parseInt(arguments[3]), inFlight);
            Usage usage = new Usage();
            loop.send(requests, inFlight);
            Figures.of(requests, usage).tell();
        }
    }

    private static CloseableHttpAsyncClient client(int inFlight) {
        return HttpAsyncClients.custom()
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(inFlight)
                        .setMaxConnTotal(inFlight)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    private void send(int requests, int inFlight) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(requests);
        CountDownLatch answers = new CountDownLatch(requests);
        for (int i = 0; i < inFlight; i++) {
            next(left, answers);
        }
        answers.await();
    }

    private void next(AtomicInteger left, CountDownLatch answers) {
        if (left.getAndDecrement() <= 0) {
            return;
        }
        client.execute(request, new FutureCallback<>() {
            @Override
            public void completed(SimpleHttpResponse answer) {
                if (answer.getCode() != 200) {
                    throw new IllegalStateException("the stub answered " + answer.getCode());
                }
                answers.countDown();
                next(left, answers);
            }

            @Override
            public void failed(Exception why) {
                throw new IllegalStateException("the loop's request failed", why);
            }

            @Override
            public void cancelled() {
                throw new IllegalStateException("the loop's request was cancelled");
            }
        });
    }
}
