package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.fuzz.Corpora;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever a name of a file comes in, no path of wfuzz's lists leads out of where it belongs. */
@Tag("chaos")
class TraversalCorpusTest {

    private static final String UPLOAD = "voitex.recording-upload";
    private static final String SECRET = "ID3 of nobody's business";

    @TempDir
    Path folder;

    private House house;
    private List<String> paths;

    @BeforeEach
    void open() throws Exception {
        Path content = Corpora.debian(Files.createDirectories(folder.resolve("corpus")), "wfuzz");
        Set<String> all = new TreeSet<>();
        for (String list : List.of(
                "Injections/Traversal.txt",
                "vulns/dirTraversal.txt",
                "vulns/dirTraversal-nix.txt",
                "vulns/dirTraversal-win.txt")) {
            all.addAll(Files.readAllLines(
                    content.resolve("usr/share/wfuzz/wordlist").resolve(list), StandardCharsets.ISO_8859_1));
        }
        all.remove("");
        house = House.in(folder);
        House.write(house.root().resolve("secret.mp3"), SECRET.getBytes(StandardCharsets.US_ASCII));
        House.write(house.root().resolve("inbox/secret.mp3"), SECRET.getBytes(StandardCharsets.US_ASCII));
        Stream.of("../secret.mp3", "../../secret.mp3", "./../secret.mp3", "x/../../secret.mp3", "..\\secret.mp3")
                .forEach(all::add);
        all.add(house.root().resolve("secret.mp3").toString());
        paths = List.copyOf(all);
        assertThat(paths).hasSizeGreaterThan(1500);
        house.open();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Set<Path> files(Path below) throws IOException {
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(p -> !p.startsWith(house.root().resolve("data"))).collect(Collectors.toSet());
        }
    }

    /** A cell that names a file beside the CSV. */
    @Test
    void noCellNamesAFileElsewhere() {
        StringBuilder csv = new StringBuilder("reference,album_number,upload_file\n");
        for (int i = 0; i < paths.size(); i++) {
            csv.append("r")
                    .append(i)
                    .append(",1,\"")
                    .append(paths.get(i).replace("\"", "\"\""))
                    .append("\"\n");
        }
        Drop drop = house.drop(UPLOAD, "paths", csv.toString());
        house.until("it was taken in", () -> Files.exists(drop.rejectedFile()) && Files.exists(drop.summaryFile()));
        assertThat(drop.rejected().size()).isEqualTo(paths.size());
        assertThat(house.simulator().ledger().recipients()).isEmpty();
        assertThat(house.root().resolve("data/attachments"))
                .satisfiesAnyOf(
                        p -> assertThat(p).doesNotExist(),
                        p -> assertThat(files(p)).isEmpty());
    }

    /** The name of a batch, of which files are made. */
    @Test
    void noNameOfABatchLeadsElsewhere() throws IOException {
        Set<Path> before = files(folder);
        int refused = 0;
        for (String path : paths) {
            HttpResponse<String> answer = house.submit(
                    House.CALL + "&batch=" + URLEncoder.encode(path, StandardCharsets.UTF_8), "[{\"phone\":\"x\"}]");
            assertThat(answer.statusCode()).as(path + ": " + answer.body()).isIn(202, 400, 409, 422);
            refused += answer.statusCode() == 202 ? 0 : 1;
        }
        System.out.println(paths.size() + " paths as names of a batch, refused " + refused);
        Path results = house.root().resolve("results").resolve(House.CALL);
        int taken = paths.size() - refused;
        house.until(
                taken + " batches are through",
                () -> house.reading().unfinished().isEmpty());
        assertThat(files(folder))
                .allSatisfy(p -> assertThat(before.contains(p)
                                || p.startsWith(results) && p.getNameCount() <= results.getNameCount() + 1)
                        .as(p.toString())
                        .isTrue());
    }

    /** A path that is asked for on either port. */
    @Test
    void noRequestReadsTheDisk() throws IOException {
        Set<Integer> statuses = new TreeSet<>();
        for (int port :
                List.of(house.runtime().managementPort(), Integer.parseInt(house.setting("dromedial.http.port")))) {
            for (String path : paths) {
                for (String before : List.of("/", "/callbacks/voicenotify/", "/static/")) {
                    String answer = asked(port, before + path.replaceAll("[\\x00-\\x20]", "%20"));
                    assertThat(answer).as(path).doesNotContain("root:x:", SECRET, "access-token");
                    if (!answer.isEmpty()) {
                        statuses.add(Integer.parseInt(answer.substring(9, 12)));
                    }
                }
            }
        }
        System.out.println(paths.size() + " paths asked for six times each, answered with " + statuses);
        assertThat(statuses).allSatisfy(s -> assertThat(s).isLessThan(500));
    }

    private static String asked(int port, String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
