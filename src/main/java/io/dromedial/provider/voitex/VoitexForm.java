package io.dromedial.provider.voitex;

import io.dromedial.provider.Form;
import io.dromedial.provider.Multipart;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Fields on their way out: urlencoded, or multipart where there are files. */
final class VoitexForm {

    /** Columns that are lists of short words: what stands around the commas is taken off. */
    private static final Set<String> LISTS = Set.of("label", "phone_type", "add_label", "remove_label");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("wav", "audio/wav"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("png", "image/png"),
            Map.entry("gif", "image/gif"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("3gp", "video/3gpp"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("vcf", "text/vcard"),
            Map.entry("txt", "text/plain"));

    private final Map<String, String> fields = new LinkedHashMap<>();

    /** A field that the operation fixes; it goes first. */
    static VoitexForm of(String fixed, String value) {
        return new VoitexForm().put(fixed, value);
    }

    VoitexForm put(String name, String value) {
        fields.put(name, value);
        return this;
    }

    /** Adds a record's fields in their order; what is fixed already stays. */
    VoitexForm all(Map<String, String> record) {
        record.forEach((name, value) -> fields.putIfAbsent(name, LISTS.contains(name) ? list(value) : value));
        return this;
    }

    private static String list(String value) {
        return List.of(value.split(",")).stream()
                .map(s -> s.strip().toUpperCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }

    VoitexForm without(String name) {
        fields.remove(name);
        return this;
    }

    byte[] urlencoded() {
        Form form = new Form();
        fields.forEach(form::add);
        return form.toBytes();
    }

    /**
     * @param home what the paths of files are relative to
     * @param files the field that names files, if it is given: each of them is a part of that name
     */
    Multipart multipart(Path home, Optional<String> files) {
        Multipart body = new Multipart();
        fields.forEach((name, value) -> {
            if (files.filter(name::equals).isEmpty()) {
                body.add(name, value);
                return;
            }
            for (String path : value.split(",")) {
                Path file = home.resolve(path);
                String called = file.getFileName().toString();
                body.add(name, called, type(called), file);
            }
        });
        return body;
    }

    private static String type(String fileName) {
        String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(ending, "application/octet-stream");
    }
}
