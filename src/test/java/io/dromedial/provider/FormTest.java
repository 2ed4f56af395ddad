package io.dromedial.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FormTest {

    @Test
    void encodesAsTheJdkDoes() {
        String text = "[{\"a b\":\"1+1=2&%~*-_.\u00e4\u30c6\uD83D\uDE00\"}]\r\n\0".repeat(40);
        assertThat(new String(new Form().add("x y", text).add("z", "").toBytes(), StandardCharsets.US_ASCII))
                .isEqualTo("x+y=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&z=");
    }
}
