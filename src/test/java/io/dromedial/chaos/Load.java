package io.dromedial.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Files of mixed operations, every callee another one, and what was dropped so far. */
final class Load {

    static final String CALLS = "voicenotify.call";
    static final String MESSAGES = "voitex.notify-sms";
    static final String CAMPAIGNS = "routee.campaign";
    static final int GROUP = 10;
    static final int MESSAGE_GROUP = 5;
    static final int IN_FLIGHT = 4;
    /** The most that can be on the wire of one node at once, in records. */
    static final int ON_THE_WIRE = IN_FLIGHT * (GROUP + MESSAGE_GROUP + GROUP);

    private final List<Row> rows = new ArrayList<>();
    private final Map<File, String> texts = new LinkedHashMap<>();
    private final Set<Site> others = new LinkedHashSet<>();
    private int calls;
    private int messages;
    private int campaigns;
    private int files;

    /** What a file was dropped as. */
    record File(Site site, String operation, String name) {}

    /** The settings under which {@link #ON_THE_WIRE} holds. */
    static Site tune(Site site) {
        return site.set("voicenotify.call.group", String.valueOf(GROUP))
                .set("voicenotify.call.result-timeout", "5m")
                .set("voitex.notify-sms.group", String.valueOf(MESSAGE_GROUP))
                .set("routee.campaign.group", String.valueOf(GROUP))
                .set("routee.campaign.result-timeout", "5m")
                .set("routee.campaign.poll-initial", "2s")
                .set("routee.campaign.poll-max", "5s")
                .set("voicenotify.max-in-flight", String.valueOf(IN_FLIGHT))
                .set("voitex.max-in-flight", String.valueOf(IN_FLIGHT))
                .set("routee.max-in-flight", String.valueOf(IN_FLIGHT));
    }

    /** Drops about that many rows, in a file for each operation. */
    void drop(Site site, int about) {
        String name = "f" + ++files;
        int of = Math.max(1, about / 5);
        file(new File(site, CALLS, name), 2 * of, "");
        file(new File(site, MESSAGES, name), of, "");
        file(new File(site, CAMPAIGNS, name), 2 * of, "");
    }

    /** Drops a file of calls alone. */
    void dropCalls(Site site, int count) {
        drop(site, CALLS, count, "");
    }

    /** Drops calls whose rows have a column of the user's own with that many characters. */
    void dropWide(Site site, int count, int characters) {
        file(new File(site, CALLS, "f" + ++files), count, ",note", "," + "日".repeat(characters), "");
    }

    /** Drops that many rows of one operation, and behind them lines that are none of the load's rows. */
    File drop(Site site, String operation, int count, String more) {
        File file = new File(site, operation, "f" + ++files);
        file(file, count, more);
        return file;
    }

    private static String header(String operation) {
        return switch (operation) {
            case CALLS -> "phone,message,caller,language";
            case MESSAGES -> "to,cid,body";
            default -> "to,from,message.text,message.language";
        };
    }

    private static String form(String operation) {
        return switch (operation) {
            case CALLS -> "81904%07d,Hi,815050050080,en";
            case MESSAGES -> "1845%07d,18459511000,Hi";
            default -> "306%09d,302101234567,Hi,en-GB";
        };
    }

    private void file(File file, int count, String more) {
        file(file, count, "", "", more);
    }

    private void file(File file, int count, String column, String cell, String more) {
        String form = form(file.operation());
        StringBuilder text = new StringBuilder("reference,")
                .append(header(file.operation()))
                .append(column)
                .append('\n');
        for (int i = 0; i < count; i++) {
            int number = next(file.operation());
            String cells = String.format(form, number);
            Row row = new Row(
                    file.site(), file.operation(), file.name(), "n-" + number, cells.substring(0, cells.indexOf(',')));
            rows.add(row);
            text.append(row.reference()).append(',').append(cells).append(cell).append('\n');
        }
        texts.put(file, text + more);
        file.site().drop(file.operation(), file.name(), text + more);
    }

    /** Drops everything again under other names, which are returned: by their references all rows are known. */
    List<File> dropAgain() {
        List<File> again = new ArrayList<>();
        texts.forEach((file, text) -> {
            File named = new File(file.site(), file.operation(), file.name() + "-again");
            named.site().drop(named.operation(), named.name(), text);
            again.add(named);
        });
        return again;
    }

    private int next(String operation) {
        return switch (operation) {
            case CALLS -> ++calls;
            case MESSAGES -> 2_000_000 + ++messages;
            default -> 945_000_000 + ++campaigns;
        };
    }

    /** What was judged. No callee and no name comes again. */
    void forget() {
        rows.clear();
        texts.clear();
    }

    List<Row> rows() {
        return rows;
    }

    /** Whose results may hold what was dropped, where homes share an inbox. */
    void lookIn(List<Site> sites) {
        others.addAll(sites);
    }

    Set<File> files() {
        Set<File> all = new LinkedHashSet<>();
        for (Row row : rows) {
            all.add(new File(row.site(), row.operation(), row.file()));
            others.forEach(s -> all.add(new File(s, row.operation(), row.file())));
        }
        return all;
    }
}
