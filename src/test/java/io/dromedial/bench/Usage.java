package io.dromedial.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has used so far. */
final class Usage {

    private static final Path STATUS = Path.of("/proc/self/status");
    private final long cpuNanos = cpu();
    private final long began = System.nanoTime();

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Since this object was made. */
    double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    /** CPU seconds of all threads since this object was made. */
    double cpuSeconds() {
        return (cpu() - cpuNanos) / 1e9;
    }

    /** The most memory that this process ever had resident, in MB; 0 where the system does not tell. */
    static long peakMegabytes() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(l -> l.startsWith("VmHWM:"))
                    .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
