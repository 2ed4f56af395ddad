package io.dromedial.app;

import io.dromedial.journal.JournalRefused;
import io.dromedial.journal.SharedClock;
import io.dromedial.settings.DurationText;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code dromedial run}: the runtime in the foreground until a signal ends it. */
public final class Serving {

    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
    private static final int REFUSED = 2;
    private static final int FAILED = 1;

    private Serving() {}

    /**
     * Runs until SIGTERM or SIGINT, which drain and end the process with 0.
     *
     * @return 2 if it could not start, with every reason told to {@code err}; 1 if the journal proved untrustworthy, or
     *     a thread failed with an Error
     */
    public static int run(Path home, Map<String, String> env, boolean dev, Consumer<String> err, StopSignal signal)
            throws InterruptedException {
        try (Outlet.Both said = new Outlet.Both()) {
            return run(home, env, dev, err, signal, said);
        }
    }

    private static int run(
            Path home, Map<String, String> env, boolean dev, Consumer<String> err, StopSignal signal, Outlet.Both said)
            throws InterruptedException {
        CountDownLatch lost = new CountDownLatch(1);
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            LOG.error("The thread {} failed: {}", thread.getName(), e.toString(), e);
            if (e instanceof Error) {
                LOG.error(
                        "Nobody knows what it left undone, so this process ends. Start it again: it goes on as after a"
                                + " kill.");
                lost.countDown();
            }
        });
        Runtime runtime;
        try {
            runtime = Runtime.start(
                    new Runtime.Plan(
                            new Home(home), new SharedClock(Clock.systemUTC()), env, false, dev, e -> lost.countDown()),
                    signal::given);
        } catch (StartRefused e) {
            e.lines().forEach(err);
            return REFUSED;
        } catch (JournalRefused e) {
            err.accept(e.getMessage());
            return REFUSED;
        } catch (RuntimeException | Error e) {
            if (signal.given()) {
                // whatever it was: a JVM that is ending refuses much
                LOG.debug("the start was given up", e);
                LOG.info("Stopped before everything ran.");
                return 0;
            }
            if (e instanceof RuntimeException) {
                throw e;
            }
            // what is open by then would keep the process alive
            err.accept("the start failed: " + e);
            return FAILED;
        }
        LOG.info(
                "Running: files go into inbox/<operation>/, status at http://127.0.0.1:{}/, callbacks on port {}.",
                runtime.managementPort(),
                runtime.httpPort());
        signal.stopBy(() -> drain(runtime, said));
        lost.await();
        return FAILED;
    }

    private static int drain(Runtime runtime, Outlet.Both said) {
        LOG.info(
                "Stopping: nothing more is taken; waiting up to {} for what is on the wire.",
                DurationText.print(runtime.drain()));
        int code = 0;
        try {
            boolean all = runtime.stop(runtime.drain());
            LOG.info(
                    all
                            ? "Stopped."
                            : "Stopped; what was still on the wire is in doubt and is looked at by the next start.");
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "The stop failed ({}), and the process ends at once; the next start goes on as after a kill.",
                    e,
                    e);
            code = FAILED;
        }
        said.close();
        return code;
    }
}
