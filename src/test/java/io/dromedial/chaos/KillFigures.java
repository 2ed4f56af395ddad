package io.dromedial.chaos;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What many lives came to, as a line of the proof sheet. */
final class KillFigures {

    private final String database;
    private final long firstSeed;
    private long lastSeed;
    private int rounds;
    private int rows;
    private int lost;
    private int doubled;
    private int inDoubt;
    private int neverSeen;
    private int putInDoubt;
    private int worst;
    private final List<Duration> firstSends = new ArrayList<>();

    KillFigures(String database, long firstSeed) {
        this.database = database;
        this.firstSeed = firstSeed;
        this.lastSeed = firstSeed;
    }

    void life(long seed, int kills, Verdict verdict, List<Integer> doubtedByKill, List<Duration> sends) {
        lastSeed = seed;
        rounds += kills;
        rows += verdict.rows();
        lost += verdict.lost().size();
        doubled += verdict.doubled().size();
        inDoubt += verdict.inDoubt();
        neverSeen += verdict.neverSeen();
        for (int n : doubtedByKill) {
            putInDoubt += n;
            worst = Math.max(worst, n);
        }
        firstSends.addAll(sends);
    }

    int worst() {
        return worst;
    }

    private long medianMillis() {
        List<Duration> sorted = new ArrayList<>(firstSends);
        Collections.sort(sorted);
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2).toMillis();
    }

    /** A row of the table of kills in {@code proof.md}. */
    String row() {
        return "| " + LocalDate.now(ZoneOffset.UTC) + " | " + database + " | " + rounds + " | " + rows + " | " + lost
                + " | " + doubled + " | " + putInDoubt + " | " + inDoubt + " | " + neverSeen + " | " + worst + " | "
                + Load.ON_THE_WIRE + " | " + medianMillis() + " ms | " + firstSeed + "–" + lastSeed + " | " + commit()
                + " |";
    }

    private static String commit() {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
            String text = new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return text.isBlank() ? "?" : text.strip();
        } catch (IOException e) {
            return "?";
        }
    }
}
