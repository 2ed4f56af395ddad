package io.dromedial.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The targets of the profile fuzz, with seeds and a few hundred seeded mutations of each. */
class FuzzTargetsTest {

    private static final int MUTATIONS = 40;

    /** What is worth cutting up and mixing, for all targets alike. */
    static final List<byte[]> SEEDS = Stream.concat(
                    Stream.of(
                                    "",
                                    "phone,message,caller,language\n819012345678,\"Hello, \"\"you\"\"\",8150,en\n",
                                    "\ufeffa,b\r\n\"x\r\ny\",'=1\r\n",
                                    "sep=;\na;b\n1;2\n",
                                    "\u0003\u0000819012345678\u0000Hello\u00008150\u0000en\u00002026-06-01T10:00\u0000",
                                    "\u0007\u0000+81 90-1234-5678\u00008.19E+11\u0000https://x/a.wav\u0000//x\u0000{}\u0000",
                                    "callee=81xx&call_result_code=200\n{\"call_result_code\":\"486\",\"caller\":8150}",
                                    "{\"status\":{\"name\":\"Completed\"},\"to\":\"+30\",\"messageId\":\"m\",\"x\":[1,{\"y\":null}]}",
                                    "120",
                                    "Mon, 01 Jun 2026 10:02:00 GMT",
                                    "-1",
                                    "1e30",
                                    "{\"call_id\":\"1\",\"payment_info\":[{\"last_four\":\"4444\",\"cvv\":\"918273645\"}],\"variables\":\"{\\\"cvv\\\":918273645}\"}",
                                    "[{\"cvv\" : 918273645, \"a\":\"{\\\"cvv\\\":\\\"918273645\\\"}\"}]",
                                    "voicenotify.access-token=x\nvoicenotify.rate={{env:A:1}}\nlegacy.a.url=\\\n jdbc:x\nx={{?y}}\n",
                                    "- route:\n    id: a\n    from:\n      uri: timer:a?period=1s\n      steps:\n        - to: log:x\n",
                                    "- &a [*a]\n- !!java.lang.Object {}\n",
                                    "[".repeat(20_000),
                                    "- &a [x,x,x,x,x,x,x,x,x]\n- &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n- &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                                            + "- &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n- &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n- [*e,*e,*e,*e,*e,*e]\n",
                                    "300ms",
                                    "10.0.0.0/8,2001:db8::/32")
                            .map(s -> s.getBytes(StandardCharsets.UTF_8)),
                    Stream.of(
                            "a,b\n日,2\n".getBytes(StandardCharsets.UTF_16),
                            "名前,電話\n太郎,090\n".getBytes(Charset.forName("windows-31j")),
                            new byte[] {(byte) 0xc0, (byte) 0x80, (byte) 0xed, (byte) 0xa0, (byte) 0x80, 0, '\n'}))
            .toList();

    /** Found by fuzzing, and mended: kept for ever, in Base64, by the target that they broke. */
    private static final List<String> FOUND = List.of(
            "LSAmYSBbKmFdCi0gISFqYXZhLmxhbmcuT2JqZWN0IHt9Cg==",
            "eyJzdGF0dXMiOiJeXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5e"
                    + "Xl5eXl5eXl5eXl5eXl7/////////////////////////////////////////////////////////////////////////////////"
                    + "/////////////////////////////////////////////////////////////////////////////////////15eXl5eXl5eXl5e"
                    + "Xl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5e"
                    + "Xl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5eXl5ebyJ9",
            "eyJjYWxsX2lkIjoiMSIsInBheW1lbgAAAGlmbyI6W3sibGFzdF9vZnVyIjoiNDQ0NCIsImN2diI6IjkxODI3MzY0NSJ9XSwidmFy"
                    + "aWFibGVzIjoie1wiY3N2XCI6OTE4MjczNjQ1fSJ9");

    static Set<String> targets() {
        return FuzzTargets.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void endsWell(String name) {
        Consumer<byte[]> target = FuzzTargets.all().get(name);
        FOUND.stream().map(Base64.getDecoder()::decode).forEach(target);
        Random random = new Random(name.hashCode());
        int times = name.equals("settings") || name.equals("lint") ? MUTATIONS / 8 : MUTATIONS;
        for (byte[] seed : SEEDS) {
            run(target, seed);
            for (int i = 0; i < times; i++) {
                run(target, mutated(seed, random));
            }
        }
    }

    private static void run(Consumer<byte[]> target, byte[] data) {
        try {
            target.accept(data);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("breaks at " + Base64.getEncoder().encodeToString(data), e);
        }
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] data = seed.clone();
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            data = changed(data, random);
        }
        return data;
    }

    private static byte[] changed(byte[] data, Random random) {
        int at = random.nextInt(data.length + 1);
        int end = Math.min(data.length, at + random.nextInt(8));
        byte[] other = SEEDS.get(random.nextInt(SEEDS.size()));
        byte[] piece = switch (random.nextInt(6)) {
            case 0 -> new byte[0];
            case 1 -> new byte[] {(byte) random.nextInt(256)};
            case 2 -> Arrays.copyOf(other, random.nextInt(other.length + 1));
            case 3 -> new byte[] {(byte) "\"\\{}[],:\r\n\u0000'=%&".charAt(random.nextInt(15))};
            case 4 -> Arrays.copyOfRange(data, at, data.length);
            default -> "9".repeat(random.nextInt(2000)).getBytes(StandardCharsets.UTF_8);
        };
        byte[] all = new byte[at + piece.length + data.length - end];
        System.arraycopy(data, 0, all, 0, at);
        System.arraycopy(piece, 0, all, at, piece.length);
        System.arraycopy(data, end, all, at + piece.length, data.length - end);
        return all;
    }

    @Test
    void thereAreAtLeastEight() {
        assertThat(targets()).hasSizeGreaterThanOrEqualTo(8);
    }
}
