package io.dromedial.settings;

import io.dromedial.record.Disposition;
import io.dromedial.settings.Setting.Kind;
import java.util.List;

/** Every setting that is not a provider's own: the runtime's, and those that each provider or operation has. */
final class Declarations {

    static final String PUBLIC_URL = "dromedial.public-url";
    static final String JOURNAL_URL = "dromedial.datasource.url";
    static final String TIMEZONE = "dromedial.timezone";
    static final String HTTP_PORT = "dromedial.http.port";
    static final String MANAGEMENT_HOST = "dromedial.management.host";
    static final String MANAGEMENT_PORT = "dromedial.management.port";
    static final String MANAGEMENT_TOKEN = "dromedial.management.token";

    static final String OPERATION = "<operation>";
    static final String PROVIDER = "<provider>";
    static final String FIELD = "<field>";
    static final String DISPOSITION = "<disposition>";
    static final String COUNT = "<n>";

    static final String GROUP = "group";
    static final String REPEAT_WINDOW = "repeat-window";
    static final String POLL_INITIAL = "poll-initial";
    static final String DEFAULT = "default.";
    static final String REDIAL = "redial.";

    static final List<Setting> RUNTIME = List.of(
            Setting.of(PUBLIC_URL, Kind.BASE_URL, "where providers reach this runtime with their callbacks")
                    .otherwise("needed where results come by callback")
                    .example("https://voice.example.com")
                    .essential(),
            Setting.of(TIMEZONE, Kind.ZONE, "zone of local times in files")
                    .otherwise("the machine's")
                    .example("Asia/Tokyo"),
            Setting.of(JOURNAL_URL, Kind.JDBC, "the journal; PostgreSQL for several nodes")
                    .byDefault("jdbc:hsqldb:file:data/journal/journal"),
            Setting.of("dromedial.datasource.username", Kind.TEXT, "user of the journal's database")
                    .example("dromedial"),
            Setting.of("dromedial.datasource.password", Kind.SECRET, "password of the journal's database"),
            Setting.of("dromedial.http.host", Kind.HOST, "address that callbacks are taken on")
                    .byDefault("0.0.0.0"),
            port(HTTP_PORT, "8080", "port that callbacks are taken on; 0 for any free one"),
            Setting.of(MANAGEMENT_HOST, Kind.HOST, "address of status page, API, health and metrics")
                    .byDefault("127.0.0.1"),
            port(MANAGEMENT_PORT, "9876", "port of status page, API, health and metrics; 0 for any free one"),
            Setting.of(MANAGEMENT_TOKEN, Kind.SECRET, "bearer token of the management API")
                    .otherwise("needed beyond loopback"),
            duration("dromedial.inbox.quiet", "2s", "how long a file must rest before it is taken")
                    .between("0", "1h")
                    .rare(),
            duration("dromedial.drain", "30s", "how long a stop may take").between("0", "1h"),
            duration("dromedial.lease", "30s", "how long a node may hold claimed records without a sign of life")
                    .between("1s", "1h"),
            Setting.of(
                            "dromedial.history.keep",
                            Kind.DURATION,
                            "how long a settled record is kept; its reference is known for ever")
                    .otherwise("for ever")
                    .example("90d")
                    .between("2d", "36500d")
                    .rare());

    static final List<Setting> LEGACY = List.of(
            Setting.of("legacy.<name>.url", Kind.JDBC, "a legacy database; its pool is the DataSource `#<name>`")
                    .example("jdbc:postgresql://crm.example.com/crm"),
            Setting.of("legacy.<name>.username", Kind.TEXT, "its user").example("dromedial"),
            Setting.of("legacy.<name>.password", Kind.SECRET, "its password"));

    static final List<Setting> LADDERS = List.of(
            Setting.of(
                            "ladder.<name>.steps",
                            Kind.OPERATIONS,
                            "operations that `ladder.<name>` tries in order, each after a definite refusal or an outage"
                                    + " of the one before")
                    .example("voicenotify.call, voitex.sms"),
            duration(
                    "ladder.<name>.patience",
                    "15m",
                    "how long a step may be held up by an outage of its provider before the next is tried"),
            Setting.of(
                            "ladder.<name>.on." + DISPOSITION,
                            Kind.TEXT,
                            "where a call that ended so goes on, once its redials are over: `next`, or a later step")
                    .otherwise("it is completed")
                    .example("next"));

    static final List<Setting> EACH_PROVIDER = List.of(
            Setting.of("<provider>.max-in-flight", Kind.NUMBER, "requests under way at once, for each node")
                    .byDefault("16")
                    .between("1", "10000"),
            Setting.of("<provider>.rate", Kind.DECIMAL, "requests a second, for all nodes together")
                    .otherwise("no limit")
                    .example("5")
                    .between("0.001", "100000"),
            duration("<provider>.timeout", "30s", "how long an answer may take").between("1ms", "1h"));

    static final List<Setting> EACH_OPERATION = List.of(
            Setting.of("<operation>." + GROUP, Kind.NUMBER, "records in one request")
                    .otherwise("as the operation declares"),
            Setting.of("<operation>.max-attempts", Kind.NUMBER, "attempts before a record is dead")
                    .byDefault("20")
                    .between("1", "1000000")
                    .rare(),
            duration("<operation>.backoff-initial", "1s", "longest wait before the second attempt; doubles from there"),
            duration("<operation>.backoff-max", "15m", "longest wait between two attempts"),
            Setting.of("<operation>.in-doubt", Kind.CHOICE, "what becomes of a record that may have been sent")
                    .byDefault("hold")
                    .oneOf("hold", "resend")
                    .rare(),
            duration("<operation>.result-timeout", "24h", "how long a result is waited for"),
            duration("<operation>." + POLL_INITIAL, "5s", "wait before the first status look-up; grows from there"),
            duration("<operation>.poll-max", "5m", "longest wait between two status look-ups"),
            Setting.of(
                            "<operation>.default." + FIELD,
                            Kind.TEXT,
                            "what a record without that field gets; may name columns")
                    .example("Hello ${name}"),
            Setting.of("<operation>.charset", Kind.CHARSET, "charset of its files")
                    .byDefault("UTF-8"),
            Setting.of("<operation>.delimiter", Kind.CHARACTER, "delimiter of its files: one character, or tab")
                    .byDefault(","),
            Setting.of("<operation>.region", Kind.REGION, "country whose national numbers are made international")
                    .otherwise("none")
                    .example("JP"),
            Setting.of(
                            "<operation>." + REPEAT_WINDOW,
                            Kind.DURATION,
                            "how long the same callee, caller and text is a repeat")
                    .otherwise("24h for calls, 0 (off) for others")
                    .example("24h")
                    .between("0", "365d")
                    .rare(),
            Setting.of(
                            "<operation>." + REDIAL + DISPOSITION,
                            Kind.REDIAL,
                            "when a call that ended so is made again, and how many times at most")
                    .otherwise("never")
                    .example("5m x2"),
            Setting.of(
                            "<operation>.do-not-call.from-results",
                            Kind.WORDS,
                            "dispositions that put the callee on the operation's do-not-call list")
                    .among(Disposition.ALL)
                    .otherwise("none")
                    .example("invalid_number,not_allowed"),
            Setting.of("<operation>.hours", Kind.HOURS, "when it may ring, by the callee's own clock")
                    .otherwise("at any time")
                    .example("mon-fri 08:00-20:00, sat 10:00-16:00"),
            Setting.of("<operation>.holidays", Kind.FILE, "dates on which it may not ring, by the callee's calendar")
                    .otherwise("none")
                    .example("holidays.csv"),
            Setting.of("<operation>.cap", Kind.CAP, "how often it may ring one callee in a day of the callee's own")
                    .otherwise("no cap")
                    .example("3/day"),
            Setting.of(
                            "<operation>.zone-unknown",
                            Kind.ZONE,
                            "where a callee is whose zone nobody knows; hold: such a record waits")
                    .byDefault("hold")
                    .or("hold")
                    .rare(),
            Setting.of("<operation>.do-not-call", Kind.FILE, "numbers that are never rung")
                    .otherwise("none")
                    .example("do-not-call.csv"),
            Setting.of(
                            "<operation>.do-not-call.datasource",
                            Kind.TEXT,
                            "the legacy database, by its name, that holds more of them")
                    .example("crm"),
            Setting.of("<operation>.do-not-call.query", Kind.TEXT, "the SELECT there whose first column is a number")
                    .example("SELECT phone FROM opted_out"),
            duration("<operation>.do-not-call.every", "1m", "how often that is asked again")
                    .between("1s", "1d"),
            Setting.of("<operation>.callee", Kind.TEXT, "the column of the number that rings, for a route of your own")
                    .otherwise("as the operation declares")
                    .example("phone")
                    .rare());

    /** Keys that a ladder has besides its own: what else there is belongs to its steps. */
    static final List<String> OF_LADDERS = List.of(DEFAULT, "charset", "delimiter", "region", REPEAT_WINDOW, REDIAL);

    private Declarations() {}

    private static Setting port(String key, String byDefault, String meaning) {
        return Setting.of(key, Kind.PORT, meaning).byDefault(byDefault);
    }

    private static Setting duration(String key, String byDefault, String meaning) {
        return Setting.of(key, Kind.DURATION, meaning)
                .byDefault(byDefault)
                .between("1ms", "365d")
                .rare();
    }
}
