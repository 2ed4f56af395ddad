package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A log that nobody reads, and one that can't be written (F50, F09). */
class OutletTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int ROOM = 1000;

    /** Takes nothing until it is let. */
    private static final class Pipe extends OutputStream {
        private final CountDownLatch read = new CountDownLatch(1);
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one});
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                read.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
            taken.write(bytes, from, length);
        }

        List<String> lines() {
            return taken.toString(StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void aReaderWhoStandsStillHoldsUpNobody() {
        Pipe pipe = new Pipe();
        Outlet outlet = new Outlet(pipe, "test", ROOM);
        PrintStream stream = outlet.stream();
        for (int i = 0; i < 10_000; i++) {
            stream.println("line " + i);
        }
        outlet.settle(Duration.ofMillis(1));
        assertThat(pipe.lines()).isEmpty();
        pipe.read.countDown();
        outlet.settle(LONG);
        stream.println("read again");
        outlet.settle(LONG);

        List<String> lines = pipe.lines();
        int kept = lines.indexOf("line 0") + lines.size() - 2;
        assertThat(lines).startsWith("line 0", "line 1").endsWith("read again");
        assertThat(kept).isLessThan(ROOM);
        assertThat(lines.get(lines.size() - 2))
                .isEqualTo((10_000 - kept) + " lines were left out here, since what reads them stood still.");
    }

    @Test
    void whatCanNotBeWrittenIsLeftOutAndTheRestComes() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        OutputStream full = new OutputStream() {
            private int times;

            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one});
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                if (times++ < 2) {
                    throw new IOException("No space left on device");
                }
                written.write(bytes, from, length);
            }
        };
        Outlet outlet = new Outlet(full, "test", ROOM);
        for (int i = 0; i < 4; i++) {
            byte[] line = ("line " + i + "\n").getBytes(StandardCharsets.UTF_8);
            outlet.write(line, 0, line.length);
        }
        outlet.settle(LONG);
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("line 2\nline 3\n");
    }
}
