package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecorderTest {

    private static final int SMALL = 600;

    @TempDir
    Path folder;

    private static List<Started> request(long id) {
        Standing sending = Standing.due(0).sending(7, 1, CallNumbers.of(id, 1));
        return List.of(new Started(id, 1, "acme.call", "r" + id, Map.of(), "", "", sending));
    }

    private static long call(long id) {
        return CallNumbers.of(id, 1);
    }

    private FlightRecorder begun(int half) {
        FlightRecorder recorder = FlightRecorder.open(folder, half);
        recorder.begin(7);
        return recorder;
    }

    private FlightPast past(int half) {
        try (FlightRecorder next = FlightRecorder.open(folder, half)) {
            return next.past();
        }
    }

    @Test
    void aNewOneKnowsNothing() {
        FlightPast past = past(SMALL);
        assertThat(past.node()).isZero();
        assertThat(past.neverLeft(0, 1)).isFalse();
    }

    @Test
    void remembersThroughManyHalves() {
        FlightRecorder recorder = begun(SMALL);
        recorder.leaves(request(1));
        for (long id = 2; id < 500; id++) {
            recorder.leaves(request(id));
            recorder.answered(request(id), List.of(Outcome.accepted(Result.reference("ref " + id))));
            recorder.ended(List.of(call(id)));
        }
        recorder.begins(request(500));
        recorder.begins(request(501));
        recorder.leaves(request(500));
        recorder.answered(request(500), List.of(Outcome.accepted(Result.reference("last"))));
        recorder.close();
        FlightPast past = past(SMALL);
        assertThat(past.neverLeft(7, call(1))).isFalse();
        assertThat(past.neverLeft(7, call(501))).isTrue();
        assertThat(past.neverLeft(7, call(502)))
                .as("whose beginning is not known")
                .isFalse();
        assertThat(past.neverLeft(8, call(501))).as("of another process").isFalse();
        assertThat(past.answer(1, 1)).isEmpty();
        assertThat(past.answer(500, 1)).contains(Outcome.accepted(Result.reference("last")));
        assertThat(past.answer(500, 2)).isEmpty();
    }

    @Test
    void whatHadNoPlaceProvesNothing() {
        FlightRecorder recorder = begun(SMALL);
        for (long id = 1; id < 100; id++) {
            recorder.begins(request(id));
        }
        recorder.close();
        assertThat(past(SMALL).neverLeft(7, call(1))).isFalse();
    }

    @Test
    void twoProcessesHaveAFileEach() {
        FlightRecorder one = begun(SMALL);
        try (FlightRecorder two = FlightRecorder.open(folder, SMALL)) {
            two.begin(8);
            one.begins(request(1));
            two.begins(request(2));
            one.leaves(request(1));
            two.leaves(request(2));
            one.begins(request(3));
        }
        one.close();
        FlightPast first = past(SMALL);
        assertThat(first.node()).isEqualTo(7);
        assertThat(Optional.of(first).filter(p -> p.neverLeft(7, call(3)))).isPresent();
    }

    /** A disk that was repaired shows what was there when its pages were last written out. */
    @Test
    void oneThatGotOlderProvesNothingOfWhatBeganSince() throws IOException {
        FlightRecorder recorder = begun(SMALL);
        recorder.begins(request(1));
        Path file = folder.resolve("flights-1.rec");
        byte[] older = Files.readAllBytes(file);
        recorder.begins(request(2));
        recorder.leaves(request(2));
        recorder.close();
        Files.write(file, older);
        FlightPast past = past(SMALL);
        assertThat(past.neverLeft(7, call(1))).isTrue();
        assertThat(past.neverLeft(7, call(2))).isFalse();
    }
}
