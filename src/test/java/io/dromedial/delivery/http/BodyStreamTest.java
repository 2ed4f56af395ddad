package io.dromedial.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.delivery.RouteProbe;
import io.dromedial.provider.Multipart;
import io.dromedial.record.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies larger than what is kept of them in memory. */
class BodyStreamTest {

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** So many zeros, and how many of them were read. */
    private static final class Zeros extends InputStream {
        private final AtomicLong left;
        private final CompletableFuture<Void> closed = new CompletableFuture<>();

        Zeros(long length) {
            left = new AtomicLong(length);
        }

        @Override
        public int read() {
            return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0 ? 0 : -1;
        }

        @Override
        public void close() {
            closed.complete(null);
        }
    }

    @Test
    void readsNoFurtherThanItIsAsked() throws Exception {
        long size = 10 * 64 * 1024 + 5;
        Zeros zeros = new Zeros(size);
        BlockingQueue<Buffer> got = new LinkedBlockingQueue<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        BodyStream stream = new BodyStream(vertx, () -> zeros);
        stream.pause().endHandler(ended::complete).handler(got::add);
        assertThat(zeros.left).hasValue(size);
        stream.fetch(2);
        long read = 0;
        for (int i = 0; i < 2; i++) {
            read += got.poll(20, TimeUnit.SECONDS).length();
        }
        assertThat(zeros.left).hasValue(size - read);
        stream.resume();
        ended.get(60, TimeUnit.SECONDS);
        zeros.closed.get(60, TimeUnit.SECONDS);
        assertThat(read + got.stream().mapToLong(Buffer::length).sum()).isEqualTo(size);
    }

    @Test
    void aFileThatCannotBeReadFailsTheStream() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }
        };
        new BodyStream(vertx, () -> broken).exceptionHandler(failure::complete).handler(b -> {});
        assertThat(failure.get(60, TimeUnit.SECONDS)).hasMessage("broken");
    }

    @Test
    void aMultipartBodyGoesOutAsItIsWithItsLength() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        Multipart body = new Multipart()
                .add("album_number", "7")
                .add("upload_file", "a.wav", "audio/wav", Files.write(folder.resolve("a.wav"), content));
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.answering(200, "", "{}"));
                DefaultCamelContext context = new DefaultCamelContext()) {
            HttpProbe.install(context, vertx);
            context.getRegistry().bind("client", HttpStack.client(1, Duration.ofSeconds(20)));
            context.addRoutes(route(
                    body,
                    "vertx-http:http://127.0.0.1:" + server.port() + "/upload/"
                            + "?webClientOptions=#client&throwExceptionOnFailure=false"));
            context.start();
            Outcome outcome = new RouteProbe(context, Clock.systemUTC(), Duration.ofSeconds(20))
                    .one("acme.upload", false, Map.of());
            assertThat(outcome.word()).isEqualTo("completed");
            ScriptedServer.Got got = server.requests().get(0);
            assertThat(got.body()).isEqualTo(body.toBytes());
            assertThat(got.header("Content-Length")).isEqualTo(String.valueOf(body.length()));
            assertThat(got.header("Content-Type")).isEqualTo(body.contentType());
            assertThat(got.header("Transfer-Encoding")).isEmpty();
        }
    }

    private static RouteBuilder route(Multipart body, String to) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:acme.upload")
                        .process(e -> e.getMessage().setBody(body))
                        .setHeader("CamelHttpMethod", constant("POST"))
                        .to(to);
            }
        };
    }
}
