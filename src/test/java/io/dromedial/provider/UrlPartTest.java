package io.dromedial.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UrlPartTest {

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a/../b", "a?b=c", "a#b", "a b", "a%2Fb", "a+b*", "é\u0000\r\n", "a;b", "...", ".a"})
    void aSegmentStaysOneAndIsReadBackAsItWas(String text) {
        URI uri = URI.create("https://api.example.com/call/" + UrlPart.segment(text));
        assertThat(uri.getRawPath().substring("/call/".length())).doesNotContain("/", "+");
        assertThat(uri.normalize()).isEqualTo(uri);
        assertThat(uri.getRawQuery()).isNull();
        assertThat(uri.getFragment()).isNull();
        assertThat(uri.getPath().substring("/call/".length())).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", ".."})
    void refusesWhatWouldNameSomethingElse(String text) {
        assertThat(UrlPart.isSegment(text)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> UrlPart.segment(text));
    }

    @Test
    void aQueryHoldsWhatItWasGivenAndNothingElse() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("call_id", "a&b=c d");
        fields.put("flow", "1+1");
        assertThat(UrlPart.query(fields)).isEqualTo("call_id=a%26b%3Dc%20d&flow=1%2B1");
    }
}
