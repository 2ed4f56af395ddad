package io.dromedial.provider.voitex;

import io.dromedial.record.Column;
import io.dromedial.record.Column.Kind;
import io.dromedial.record.Operation;
import io.dromedial.record.Operation.Grouping;
import io.dromedial.record.Operation.Repeatable;
import io.dromedial.record.Operation.ResultBy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operations that put recordings into albums. Source: Upload Recording and Create TTS of its API page. */
final class VoitexLibrary {

    /** With a number of its own whose recording is replaced, the same request twice leaves one recording. */
    private static final Repeatable REPLACES =
            fields -> fields.containsKey("sort_number") && "yes".equals(fields.get("override"));

    private static final Column ALBUM = Column.of("album_number", Kind.INTEGER, "the album it is put into", "1")
            .need();
    private static final Column SORT =
            Column.of("sort_number", Kind.INTEGER, "its number in the album; the next one if not given", "5");
    private static final Column OVERRIDE = Column.of(
                    "override", Kind.TEXT, "yes: what has this sort_number is deleted first", "yes")
            .oneOf("yes", "no");

    private VoitexLibrary() {}

    static List<Operation> operations() {
        return List.of(
                operation(
                        "voitex.recording-upload",
                        "puts a recording into an album",
                        List.of(
                                ALBUM,
                                Column.of("upload_file", Kind.FILE, "a file beside the CSV, wav or mp3", "greeting.mp3")
                                        .oneOf("wav", "mp3")
                                        .need(),
                                SORT,
                                Column.of("display_name", Kind.TEXT, "its name on the portal", "Greeting in June"),
                                OVERRIDE),
                        Optional.empty()),
                operation(
                        "voitex.tts-create",
                        "puts a spoken text into an album",
                        List.of(
                                ALBUM,
                                Column.of("type", Kind.TEXT, "always tts; need not be given", "tts")
                                        .oneOf("tts"),
                                Column.of("text", Kind.TEXT, "the text that is spoken", "We are closed on Monday.")
                                        .as("message")
                                        .need(),
                                SORT,
                                OVERRIDE),
                        Optional.of("text")));
    }

    private static Operation operation(String name, String summary, List<Column> columns, Optional<String> text) {
        return new Operation(
                name,
                summary,
                true,
                columns,
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                text,
                VoitexNotifications.NUMBERS,
                Grouping.NONE,
                ResultBy.RESPONSE,
                REPLACES,
                Duration.ZERO,
                List.of(VoitexRules.onlyBeside("override", "sort_number")));
    }
}
