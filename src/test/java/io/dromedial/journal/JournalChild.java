package io.dromedial.journal;

import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * A process with a journal, to be killed. It says what was acknowledged, line by line: {@code submitted <reference>},
 * {@code sending <reference>}, {@code answered <reference>}, {@code completed <reference>}; at last {@code refused} or {@code lost} and why.
 */
public final class JournalChild {

    private static final int USUAL = 200;

    private final Journal journal;
    private final Batch batch;
    private final String prefix;
    private final String text;
    private int submitted;

    private JournalChild(Journal journal, String prefix, int characters) {
        this.journal = journal;
        this.prefix = prefix;
        this.text = "{\"phone\":\"8190\",\"message\":\"" + "x".repeat(characters) + "\"}";
        this.batch = journal.begin(JournalFixture.plan(""));
    }

    public static void main(String[] args) {
        ChildJvm.quiet();
        try {
            Policy policy = new Policy(3, Duration.ZERO, Duration.ZERO, false, Duration.ofDays(1), () -> 0);
            JournalDatabase database = JournalDatabase.open(Path.of(args[0]), args[1], "", "");
            new JournalChild(
                            Journal.open(database, Clock.systemUTC(), JournalFixture.LEASE, o -> policy, "child"),
                            args[2],
                            args.length > 3 ? Integer.parseInt(args[3]) : USUAL)
                    .work();
        } catch (JournalRefused e) {
            System.out.println("refused " + e.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }

    private void work() {
        List<Settlement> back = new ArrayList<>();
        while (true) {
            try {
                submit();
                back = turn(back);
            } catch (CompletionException e) {
                System.out.println("lost " + e.getCause().getMessage());
                tryOnceMore();
                return;
            }
        }
    }

    private void submit() {
        List<NewRecord> records = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            submitted++;
            records.add(new NewRecord(
                    submitted, prefix + submitted, text, "", Optional.empty(), 0, Optional.empty(), Optional.empty()));
        }
        journal.add(batch, records, List.of(), submitted, Journal.Repeats.NONE).join();
        StringBuilder said = new StringBuilder();
        records.forEach(r -> said.append("submitted ").append(r.reference()).append('\n'));
        say(said);
    }

    /** Settles what was started before, and starts as much again; half of it stays on its way for good. */
    private List<Settlement> turn(List<Settlement> back) {
        Turn.Granted granted = journal.turn(JournalFixture.turn(back, 10, 1)).join();
        StringBuilder said = new StringBuilder();
        back.forEach(
                s -> said.append("completed ").append(s.started().reference()).append('\n'));
        List<Settlement> next = new ArrayList<>();
        for (List<Started> group : granted.groups()) {
            Started s = group.get(0);
            journal.recorder().leaves(group);
            said.append("sending ").append(s.reference()).append('\n');
            if (next.size() < 5) {
                next.add(new Settlement(s, Outcome.completed(Result.NONE)));
            }
        }
        say(said);
        say(answered(next));
        return next;
    }

    /** Answers that have come, but are not yet written. */
    private StringBuilder answered(List<Settlement> next) {
        StringBuilder said = new StringBuilder();
        for (Settlement s : next) {
            journal.recorder().answered(List.of(s.started()), List.of(s.outcome()));
            said.append("answered ").append(s.started().reference()).append('\n');
        }
        return said;
    }

    private void tryOnceMore() {
        try {
            Turn.Granted granted =
                    journal.turn(JournalFixture.turn(List.of(), 10, 1)).join();
            System.out.println("started " + granted.groups().size() + " all the same");
        } catch (CompletionException e) {
            System.out.println("nothing more is started");
        }
    }

    private static void say(StringBuilder lines) {
        System.out.print(lines);
        System.out.flush();
    }
}
