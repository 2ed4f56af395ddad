package io.dromedial.bench;

import io.dromedial.simulator.SimulatorOptions;
import io.dromedial.simulator.SimulatorServer;
import java.util.concurrent.CountDownLatch;

/** The endpoint that everything is sent to, in a process of its own: counts and accepts, and does nothing else. */
final class Stub {

    private Stub() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (SimulatorServer server =
                SimulatorServer.start(SimulatorOptions.builder().plain().build())) {
            System.out.println(server.url());
            new CountDownLatch(1).await();
        }
    }
}
