package io.dromedial.provider.voitex;

import io.dromedial.simulator.Answer;
import io.dromedial.simulator.Part;
import io.dromedial.simulator.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Albums of recordings, uploaded or spoken: no two of an album have the same sort number. */
final class VoitexLibrarySimulator {

    private static final Set<String> UPLOAD =
            Set.of("album_number", "sort_number", "upload_file", "display_name", "override");
    private static final Set<String> TTS = Set.of("album_number", "sort_number", "type", "text", "override");
    private static final int FIRST = 918_357;

    /** Album and sort number to the recording's id. */
    private final Map<String, Integer> recordings = new HashMap<>();

    private int last = FIRST;

    Answer answer(VoitexFormSimulator form) {
        form.onlyMultipart();
        boolean tts = form.has("type");
        form.knows(tts ? TTS : UPLOAD);
        List<String> errors = new ArrayList<>(tts ? ofText(form) : ofFile(form));
        errors.addAll(form.misses("album_number"));
        String place = form.text("album_number") + "/" + form.text("sort_number");
        boolean override = form.text("override").equals("yes");
        if (form.has("override") && !override) {
            form.wrong().add("override '" + form.text("override") + "'; expected yes");
        }
        if (form.has("sort_number") && recordings.containsKey(place) && !override) {
            errors.add("sort_number " + form.text("sort_number") + " already exists");
        }
        if (!errors.isEmpty()) {
            return VoitexSimulator.refused(errors.toArray(String[]::new));
        }
        int id = last++;
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("data", String.valueOf(id));
        told.put("status", "success");
        told.put("errors", List.of());
        return Answer.of(Reply.json(told))
                .to(List.of(form.recipient("", "recording " + id)))
                .doing(() -> recordings.put(form.has("sort_number") ? place : "next/" + id, id));
    }

    private static List<String> ofText(VoitexFormSimulator form) {
        return form.text("type").equals("tts") ? form.misses("text") : List.of("type must be tts");
    }

    private static List<String> ofFile(VoitexFormSimulator form) {
        List<Part> files = form.files().getOrDefault("upload_file", List.of());
        boolean sound = files.size() == 1 && files.get(0).fileName().orElse("").matches("(?i).+\\.(wav|mp3)");
        return sound ? List.of() : List.of("upload_file must be a wav or mp3 file");
    }
}
