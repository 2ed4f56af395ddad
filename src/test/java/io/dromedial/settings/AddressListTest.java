package io.dromedial.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressListTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "192.0.2.7/32, ::ffff:192.0.2.7, true",
        "'10.0.0.0/8, 192.0.2.0/25', 10.255.1.2, true",
        "'10.0.0.0/8, 192.0.2.0/25', 192.0.2.127, true",
        "'10.0.0.0/8, 192.0.2.0/25', 192.0.2.128, false",
        "192.0.2.128/25, 192.0.2.255, true",
        "192.0.2.128/25, 192.0.2.1, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, 127.0.0.1, false",
        "::1, ::1, true"
    })
    void holdsWhatIsInOneOfItsNetworks(String list, String address, boolean held) throws Exception {
        assertThat(AddressList.parse(list).holds(InetAddress.getByName(address)))
                .isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "192.0.2.7,",
                "192.0.2.256",
                "192.0.2",
                "192.0.2.7/33",
                "10.0.0.0/-1",
                "::1/129",
                "2001:db8:::1",
                "1.2.3.4/"
            })
    void refusesWhatIsNone(String list) {
        assertThatThrownBy(() -> AddressList.parse(list)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> normal(Setting.Kind.ADDRESSES, list)).isInstanceOf(Fault.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "\"x\"", "{} {}", "{'a':1}", "null"})
    void aJsonSettingIsAnObject(String json) {
        assertThatThrownBy(() -> normal(Setting.Kind.JSON, json))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("expected a JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"goto\":\"1\",\"variables\":{\"a\":\"b\"}}"})
    void aJsonSettingStaysAsItIs(String json) throws Exception {
        assertThat(normal(Setting.Kind.JSON, json)).isEqualTo(json);
    }

    private static String normal(Setting.Kind kind, String text) throws Fault {
        return new ValueText(Path.of("")).normal(Setting.of("ringer.value", kind, "a value"), text);
    }
}
