package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CrashPointTest {

    private final List<Integer> ends = new ArrayList<>();

    @Test
    void endsAtThePassageThatIsNamedAndOnlyThere() {
        CrashPoint point = CrashPoint.parse("send.left:2", ends::add);
        point.passed("send.left");
        point.passed("send.leaving");
        assertThat(ends).isEmpty();
        point.passed("send.left");
        point.passed("send.left");
        assertThat(ends).containsExactly(2);
    }

    @Test
    void endsAtTheFirstWithoutANumber() {
        CrashPoint point = CrashPoint.parse("send.left", ends::add);
        point.passed("send.left");
        assertThat(ends).containsExactly(1);
    }

    /** F05. */
    @Test
    void anErrorGoesToWhereAnUncaughtOneGoes() throws InterruptedException {
        List<Throwable> told = new ArrayList<>();
        Error error = new StackOverflowError();
        Thread thread = new Thread(
                () -> CompletableFuture.completedFuture(1).whenComplete(FailStop.guarded((value, failure) -> {
                    throw error;
                })));
        thread.setUncaughtExceptionHandler((t, e) -> told.add(e));
        thread.start();
        thread.join();
        assertThat(told).containsExactly(error);
        assertThatThrownBy(() -> FailStop.guarded(() -> {
                            throw new IllegalStateException("tried again");
                        })
                        .run())
                .hasMessage("tried again");
        assertThat(told).hasSize(1);
    }
}
