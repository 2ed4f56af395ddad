package io.dromedial.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class FaultWordsTest {

    /** Named as the one of Vert.x, which can't be made here. */
    private static final class HttpClosedException extends IOException {
        private static final long serialVersionUID = 1L;

        HttpClosedException() {
            super("Connection was closed");
        }
    }

    private static final Map<Throwable, String> SAID = Map.of(
            new HttpClosedException(),
            "the connection was closed before the whole answer came (Connection was closed)",
            new SocketException("Connection reset"),
            "the connection was closed before the whole answer came (Connection reset)",
            new ConnectException("Connection refused"),
            "nobody listens there (Connection refused)",
            new SocketTimeoutException("Read timed out"),
            "no answer in time (Read timed out)",
            new UnknownHostException("api.example.com"),
            "the host's name is not known",
            new SSLHandshakeException("bad record"),
            "no TLS connection came about (bad record)",
            new CertificateException("expired"),
            "its certificate is not trusted (expired)",
            new IllegalStateException("a bean failed"),
            "a bean failed",
            new NullPointerException(),
            "a fault that says nothing of itself, see the log");

    @Test
    void saysWhatHappenedInWordsWithoutNamesOfClasses() {
        SAID.forEach((fault, words) ->
                assertThat(FaultWords.of(List.of(fault))).isEqualTo(words).doesNotContain("Exception"));
    }

    @Test
    void looksBehindAFaultThatSaysNothing() {
        Throwable inner = new ConnectException("Connection refused");
        assertThat(FaultWords.of(List.of(new RuntimeException("wrapped", inner), inner)))
                .isEqualTo("nobody listens there (wrapped)");
    }
}
