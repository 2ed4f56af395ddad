package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.SimulatorOptions;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

final class HttpInOnPostgresTest extends HttpIn {

    HttpInOnPostgresTest() {
        super(TestDatabase.POSTGRESQL);
    }

    @Test
    void anotherNodeGivesTheSameAnswer() {
        house.open();
        String body = "[{\"phone\":\"81901234567\"},{\"phone\":\"twelve\"}]";
        HttpResponse<String> first = submit(house.runtime().managementPort(), "k-1", body);
        assertThat(first.statusCode()).isEqualTo(202);
        try (House other = House.in(folder.resolve("other"), TestDatabase.POSTGRESQL, SimulatorOptions.builder())) {
            other.set("dromedial.datasource.url", house.setting("dromedial.datasource.url"))
                    .open();
            int port = other.runtime().managementPort();
            assertThat(submit(port, "k-1", body).body()).isEqualTo(first.body());
            assertThat(submit(port, "k-1", "[]").statusCode()).isEqualTo(422);
        }
    }
}
