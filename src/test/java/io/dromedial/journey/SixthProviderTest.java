package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that nobody of us made: a jar of its own and a folder of routes, and no file of the product touched. */
class SixthProviderTest {

    private static final Path GLOBEX = Path.of("src", "test", "resources", "globex");
    private static final String PROVIDER = "com.example.globex.GlobexProvider";
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    private void answer(HttpExchange exchange) throws IOException {
        String text;
        if (exchange.getRequestMethod().equals("POST")) {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            sent.add(form);
            text = "id-" + form.replaceFirst(".*&number=(\\d+)&.*", "$1");
        } else {
            String id = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
            int times = asked.computeIfAbsent(id, i -> new AtomicInteger()).incrementAndGet();
            text = times < 3 ? "Q" : id.endsWith("1") ? "A" : "B";
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void isAJarAndAFolder() throws IOException {
        HttpServer globex = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        globex.createContext("/v1/calls", this::answer);
        globex.start();
        House house = House.in(folder)
                .set("globex.url", "http://127.0.0.1:" + globex.getAddress().getPort() + "/v1")
                .set("globex.token", "sesame")
                .set("globex.call.poll-initial", "100ms")
                .set("globex.call.poll-max", "200ms");
        for (String file : List.of("globex.camel.yaml", "codes.csv")) {
            Path path = Path.of("routes", "providers", "globex", file);
            house.route("providers/globex/" + file, Files.readString(GLOBEX.resolve(path)));
        }
        Drop drop = house.drop("globex.call", "june", "to,message\n819012340001,Hi\nnobody,Hi\n819012340002,Hi\n");
        try (Child child = Child.startWith(jar(), house.furnish()).opened()) {
            Table results = drop.results();
            assertThat(results.column("_disposition")).as(child.log()).containsExactly("answered", "busy");
            assertThat(results.column("_provider_code")).containsExactly("A", "B");
            assertThat(results.column("_provider_ref")).containsExactly("id-819012340001", "id-819012340002");
            assertThat(drop.rejected().cell(0, "_error")).startsWith("to: 'nobody'");
            assertThat(sent)
                    .hasSize(2)
                    .allMatch(f -> f.matches("token=sesame&number=81901234000.&text=Hi&name=[0-9a-z]+"));
        } finally {
            house.close();
            globex.stop(0);
        }
    }

    /** Compiles the provider against the house and packs it as its maker would. */
    private Path jar() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")));
        try (Stream<Path> sources = Files.walk(GLOBEX.resolve("java"))) {
            sources.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
        }
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, OutputStream.nullOutputStream(), System.err, arguments.toArray(String[]::new));
        assertThat(failed).as("what the compiler says").isZero();
        Path jar = folder.resolve("globex.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> made = Files.walk(classes)) {
            for (Path file : made.filter(Files::isRegularFile).toList()) {
                add(out, classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
            byte[] service = PROVIDER.getBytes(StandardCharsets.UTF_8);
            add(out, "META-INF/services/io.dromedial.provider.Provider", service);
        }
        return jar;
    }

    private static void add(JarOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
        out.closeEntry();
    }
}
