package io.dromedial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program for a network namespace of its own: a runtime, its providers and its database, between which three packets
 * in ten are dropped. Refuses to run where there is any other network than loopback.
 */
final class LossyNetwork {

    static final String PROVIDERS = "providers";
    static final String DATABASE = "database";
    private static final String LOST = "0.3";
    private static final int ROWS = 300;

    private LossyNetwork() {}

    public static void main(String[] args) {
        int code = 1;
        try {
            run("ip", "link", "set", "lo", "up");
            assertThat(NetworkInterface.networkInterfaces().allMatch(LossyNetwork::isLoopback))
                    .as("alone")
                    .isTrue();
            play(Path.of(args[0]), args[1]);
            code = 0;
        } catch (IOException | RuntimeException | AssertionError e) {
            e.printStackTrace(System.out);
        }
        System.exit(code);
    }

    private static boolean isLoopback(NetworkInterface one) {
        try {
            return one.isLoopback() || !one.isUp();
        } catch (IOException e) {
            return false;
        }
    }

    private static void play(Path folder, String which) throws IOException {
        List<Integer> ports = new ArrayList<>();
        try (World world = new World(folder);
                Postgres postgres = which.equals(DATABASE) ? new Postgres(folder) : null) {
            Site site = world.site("home");
            if (postgres == null) {
                ports.add(world.simulator.port());
                ports.add(Integer.parseInt(site.setting("dromedial.http.port")));
                // packets are said again after 0.2, 0.4, 0.8 s: some answers come too late for this
                for (String provider : List.of("voicenotify", "voitex", "routee")) {
                    site.set(provider + ".timeout", "1s");
                }
            } else {
                ports.add(postgres.port());
                site.set("dromedial.lease", "30s").set("dromedial.datasource.url", Postgres.url(postgres.port()));
            }
            Node node = world.start(site.furnish()).opened();
            for (int port : ports) {
                lose("--dport", port);
                lose("--sport", port);
            }
            world.load.drop(site, ROWS);
            if (postgres != null) {
                // a minute of it: each record takes some ten statements
                node.ended(60_000);
                System.out.println(world.received() + " rows sent, " + dropped() + " packets dropped");
                run("iptables", "-F", "INPUT");
            }
            // what waits longer than its time-out for packets that are said again and again is unknown, be it all
            Verdict verdict = world.judged(postgres == null ? ROWS : 0);
            System.out.println(dropped() + " packets dropped, " + verdict.inDoubt() + " in doubt at the end");
            assertThat(node.terminate()).as(node.log()).isZero();
        }
    }

    private static void lose(String which, int port) throws IOException {
        run(
                "iptables",
                "-A",
                "INPUT",
                "-i",
                "lo",
                "-p",
                "tcp",
                which,
                String.valueOf(port),
                "-m",
                "statistic",
                "--mode",
                "random",
                "--probability",
                LOST,
                "-j",
                "DROP");
    }

    private static long dropped() throws IOException {
        return run("iptables", "-L", "INPUT", "-v", "-x", "-n")
                .lines()
                .filter(l -> l.contains("DROP"))
                .mapToLong(l -> Long.parseLong(l.strip().split("\\s+")[0]))
                .sum();
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(said).isZero();
        return said;
    }
}
