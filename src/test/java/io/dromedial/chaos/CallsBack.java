package io.dromedial.chaos;

import io.dromedial.chaos.SteadyCaller.Post;
import io.dromedial.simulator.LedgerEntry;
import io.dromedial.simulator.Recipient;
import io.dromedial.simulator.SimulatorServer;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The callbacks of calls that a simulator took and keeps silent about. One that was acknowledged is never made again;
 * what was not is made again later.
 */
final class CallsBack {

    private static final List<String> CODES = List.of("200", "486", "603");
    private static final Map<String, String> DISPOSITIONS = Map.of("200", "answered", "486", "busy", "603", "declined");
    private final Deque<String> waiting = new ArrayDeque<>();
    private final Map<String, String> paths = new HashMap<>();
    private final Map<String, String> codes = new HashMap<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private int refused;

    static CallsBack of(SimulatorServer simulator) {
        CallsBack all = new CallsBack();
        for (LedgerEntry.Arrived arrived : simulator.ledger().requests()) {
            arrived.recipients().stream().filter(Recipient::placed).forEach(all::add);
        }
        return all;
    }

    private void add(Recipient callee) {
        String phone = callee.digits();
        codes.put(phone, CODES.get(paths.size() % CODES.size()));
        paths.put(phone, URI.create(callee.fields().get("callback_url")).getPath());
        waiting.add(phone);
    }

    int size() {
        return paths.size();
    }

    int acknowledged() {
        return acknowledged.size();
    }

    /** How many were answered with anything but 200. */
    synchronized int refused() {
        return refused;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The next callback that is still owed. */
    synchronized Optional<Post> next() {
        return Optional.ofNullable(waiting.poll())
                .map(phone -> new Post(
                        paths.get(phone),
                        "application/x-www-form-urlencoded",
                        "call_result_code=" + codes.get(phone) + "&callee=" + phone,
                        status -> answered(phone, status)));
    }

    private synchronized void answered(String phone, int status) {
        if (status == 200) {
            acknowledged.add(phone);
        } else {
            refused += status == 0 ? 0 : 1;
            waiting.add(phone);
        }
    }

    /** Those acknowledged whose row does not say in the results what the callback said. */
    List<String> lost(Load load) {
        Map<String, Results.Result> results = new HashMap<>();
        for (Load.File file : load.files()) {
            Results.of(file).forEach(r -> results.put(r.reference(), r));
        }
        List<String> lost = new ArrayList<>();
        for (Row row : load.rows()) {
            Results.Result result = results.get(row.reference());
            boolean kept = result != null
                    && result.state().equals("completed")
                    && result.disposition().equals(DISPOSITIONS.get(codes.get(row.phone())));
            if (acknowledged.contains(row.phone()) && !kept) {
                lost.add(row.reference() + " " + result);
            }
        }
        return lost;
    }
}
