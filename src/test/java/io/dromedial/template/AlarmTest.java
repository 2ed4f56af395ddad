package io.dromedial.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlarmTest {

    private static final int OFTEN = 1_000;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Alarm alarm = new Alarm();

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    /** It may have begun before it was noted that it was set; a race, so it is run often. */
    @Test
    void whatIsDueAtOnceMaySetItAnew() throws Exception {
        for (int i = 0; i < OFTEN; i++) {
            CountDownLatch again = new CountDownLatch(1);
            alarm.set(timer, Duration.ZERO, () -> alarm.set(timer, Duration.ofMillis(1), again::countDown));
            assertThat(again.await(40, TimeUnit.SECONDS)).as("time %d", i).isTrue();
        }
    }

    @Test
    void onlyTheLastIsDone() throws Exception {
        AtomicInteger done = new AtomicInteger();
        CountDownLatch last = new CountDownLatch(1);
        CountDownLatch busy = busy();
        alarm.set(timer, Duration.ZERO, done::incrementAndGet);
        alarm.set(timer, Duration.ZERO, last::countDown);
        busy.countDown();
        assertThat(last.await(40, TimeUnit.SECONDS)).isTrue();
        assertThat(done).hasValue(0);
    }

    @Test
    void isSwitchedOff() throws Exception {
        AtomicInteger done = new AtomicInteger();
        CountDownLatch behind = new CountDownLatch(1);
        CountDownLatch busy = busy();
        alarm.set(timer, Duration.ZERO, done::incrementAndGet);
        alarm.off();
        timer.execute(behind::countDown);
        busy.countDown();
        assertThat(behind.await(40, TimeUnit.SECONDS)).isTrue();
        assertThat(done).hasValue(0);
    }

    /** Nothing is done before it is counted down. */
    private CountDownLatch busy() {
        CountDownLatch until = new CountDownLatch(1);
        timer.execute(() -> {
            try {
                until.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return until;
    }
}
