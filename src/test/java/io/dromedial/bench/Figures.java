package io.dromedial.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What one child measured.
 *
 * @param rate records, rows or requests a second
 * @param cpu CPU seconds of its process for a thousand of them
 * @param megabytes the most memory that its process had resident
 */
record Figures(double rate, double cpu, long megabytes) {

    private static final String MARK = "FIGURES ";

    static Figures of(int done, Usage usage) {
        return new Figures(done / usage.seconds(), usage.cpuSeconds() * 1000 / done, Usage.peakMegabytes());
    }

    /** Told by a child to its parent. */
    void tell() {
        System.out.println(MARK + rate + " " + cpu + " " + megabytes);
        System.out.flush();
    }

    static boolean isTold(String line) {
        return line.startsWith(MARK);
    }

    static Figures read(String line) {
        String[] parts = line.substring(MARK.length()).split(" ");
        return new Figures(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Long.parseLong(parts[2]));
    }

    /** The run in the middle by its rate. */
    static Figures median(List<Figures> runs) {
        List<Figures> sorted =
                runs.stream().sorted(Comparator.comparingDouble(Figures::rate)).toList();
        return sorted.get(sorted.size() / 2);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,9.0f/s  %.3f CPU s per 1,000  %d MB", rate, cpu, megabytes);
    }
}
