package io.dromedial.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The libraries that the distribution holds: as Maven tells them, and as the bill of materials does. */
public final class Shipped {

    static final Path BILL = Path.of("src", "main", "sbom", "dromedial.cdx.json");
    /** Written by the build before the tests, from the dependencies of the run time. */
    private static final Path LIST = Path.of("target", "shipped.txt");

    private static final Pattern LINE = Pattern.compile("\\s+([^:\\s]+):([^:]+):jar:(?:[^:]+:)?([^:]+):"
            + "(?:compile|runtime):(.+?\\.jar)(?: -- module.*)?(?: \\(optional\\))?");

    /** One library. */
    public record Library(String group, String name, String version, String sha256) {
        public String coordinates() {
            return group + ":" + name;
        }
    }

    private Shipped() {}

    /** What Maven resolved. */
    public static List<Library> resolved() throws IOException {
        List<Library> all = new ArrayList<>();
        for (String line : Files.readAllLines(LIST)) {
            Matcher library = LINE.matcher(line);
            if (library.matches()) {
                all.add(new Library(
                        library.group(1), library.group(2), library.group(3), sha256(Path.of(library.group(4)))));
            }
        }
        all.sort(java.util.Comparator.comparing(Library::coordinates));
        return all;
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What the bill says. */
    public static List<Library> billed() throws IOException {
        List<Library> all = new ArrayList<>();
        for (JsonNode c : new ObjectMapper().readTree(BILL.toFile()).path("components")) {
            all.add(new Library(
                    c.path("group").asText(),
                    c.path("name").asText(),
                    c.path("version").asText(),
                    c.at("/hashes/0/content").asText()));
        }
        return all;
    }

    /** A bill in CycloneDX's JSON. */
    static String bill(List<Library> libraries) throws IOException {
        List<Map<String, Object>> components = new ArrayList<>();
        for (Library library : libraries) {
            String purl = "pkg:maven/" + library.group() + "/" + library.name() + "@" + library.version() + "?type=jar";
            Map<String, Object> component = new LinkedHashMap<>();
            component.put("type", "library");
            component.put("bom-ref", purl);
            component.put("group", library.group());
            component.put("name", library.name());
            component.put("version", library.version());
            component.put("hashes", List.of(inOrder("alg", "SHA-256", "content", library.sha256())));
            component.put("purl", purl);
            components.add(component);
        }
        Map<String, Object> bill = new LinkedHashMap<>();
        bill.put("bomFormat", "CycloneDX");
        bill.put("specVersion", "1.6");
        bill.put("version", 1);
        bill.put("metadata", Map.of("component", inOrder("type", "application", "name", "dromedial")));
        bill.put("components", components);
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(bill) + "\n";
    }

    private static Map<String, Object> inOrder(String first, String one, String second, String other) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, other);
        return map;
    }
}
