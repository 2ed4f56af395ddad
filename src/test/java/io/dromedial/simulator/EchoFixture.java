package io.dromedial.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** A simulator with the echo dialect, and a client. */
final class EchoFixture implements AutoCloseable {

    final EchoDialect dialect = new EchoDialect();
    final SimulatorServer server;
    final HttpClient client = HttpClient.newHttpClient();

    EchoFixture(SimulatorOptions.Builder options) {
        server = SimulatorServer.start(options.build(), List.of(dialect));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.url().resolve(path)).timeout(Duration.ofSeconds(10));
    }

    HttpResponse<String> call(String digits) throws IOException, InterruptedException {
        return call(digits, "");
    }

    HttpResponse<String> call(String digits, String callbackUrl) throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/echo").POST(HttpRequest.BodyPublishers.ofString(digits));
        return send(callbackUrl.isEmpty() ? request : request.header("X-Callback", callbackUrl));
    }

    HttpResponse<String> control(String method, String path, String body) throws IOException, InterruptedException {
        return send(request("/_simulator" + path).method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static URI nowhere() {
        return URI.create("http://127.0.0.1:9/elsewhere");
    }

    @Override
    public void close() {
        server.close();
    }
}
