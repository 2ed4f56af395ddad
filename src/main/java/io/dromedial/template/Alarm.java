package io.dromedial.template;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What is to be done later, once. Set anew, what it was set to before is not done. */
final class Alarm {

    private Future<?> set = CompletableFuture.completedFuture(null);

    /** Under the lock as a whole: what is due at once may set the alarm anew, and that one is to stay. */
    synchronized void set(ScheduledExecutorService timer, Duration when, Runnable then) {
        set.cancel(false);
        set = timer.schedule(then, when.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is being done already comes to its end. */
    synchronized void off() {
        set.cancel(false);
    }
}
