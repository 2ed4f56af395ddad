package io.dromedial.journal;

/** Many random lives: {@code ModelSoak HSQLDB 1000 2000 300} for the seeds from 1000 to below 2000. */
public final class ModelSoak {

    private ModelSoak() {}

    public static void main(String[] args) {
        int steps = Integer.parseInt(args[3]);
        for (long seed = Long.parseLong(args[1]); seed < Long.parseLong(args[2]); seed++) {
            try (ModelRun run = new ModelRun(TestDatabase.valueOf(args[0]), seed)) {
                run.live(steps);
            }
        }
    }
}
