package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** RELIABILITY S01, S02: a token is for one provider, one attempt, one time, and nobody makes another. */
class TokensTest {

    private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.~%/+= ";
    private static final long NOW = 1_780_000_000_000L;
    private static final long LATER = NOW + 60_000;
    private final Tokens tokens = new Tokens(key(1));

    private static byte[] key(long seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return key;
    }

    @Test
    void standsForItsAttemptUntilItExpires() {
        String token = tokens.issue("acme", 1234567, 3, LATER);
        assertThat(tokens.verify("acme", token, NOW)).contains(new Tokens.Ticket(1234567, 3));
        assertThat(tokens.verify("acme", token, LATER)).isPresent();
        assertThat(tokens.verify("acme", token, LATER + 1)).isEmpty();
        assertThat(token).matches("[0-9a-z.]+\\.[0-9A-Za-z_-]{22}");
    }

    @Test
    void isForNobodyElse() {
        Set<String> all = new HashSet<>();
        for (String provider : List.of("acme", "acm", "acmee", "other", "")) {
            for (int request = 1; request < 20; request++) {
                for (int attempt = 1; attempt < 5; attempt++) {
                    assertThat(all.add(tokens.issue(provider, request, attempt, LATER)))
                            .isTrue();
                }
            }
        }
        String token = tokens.issue("acme", 7, 1, LATER);
        for (String provider : List.of("acm", "acmee", "other", "", "acme\u0000", "ACME")) {
            assertThat(tokens.verify(provider, token, NOW)).isEmpty();
        }
        assertThat(new Tokens(key(2)).verify("acme", token, NOW)).isEmpty();
    }

    @Test
    void noneOfHundredThousandForgedIsTaken() {
        Random random = new Random(42);
        String good = tokens.issue("acme", 1234567, 3, LATER);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder forged = new StringBuilder(good);
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                change(forged, random);
            }
            if (!forged.toString().equals(good)) {
                assertThat(tokens.verify("acme", forged.toString(), NOW).isPresent())
                        .as("%s", forged)
                        .isFalse();
            }
        }
    }

    /** Who holds two good tokens makes no third of them: not another record's, attempt's, time's or key's. */
    @Test
    void partsOfTwoTokensMakeNone() {
        String one = tokens.issue("acme", 7, 1, LATER);
        for (String two : List.of(
                tokens.issue("acme", 8, 1, LATER),
                tokens.issue("acme", 7, 2, LATER),
                tokens.issue("acme", 7, 1, LATER + 86_400_000),
                tokens.issue("acme", 8, 2, LATER + 86_400_000),
                tokens.issue("other", 7, 1, LATER),
                new Tokens(key(2)).issue("acme", 7, 1, LATER))) {
            String[] ours = one.split("\\.");
            String[] theirs = two.split("\\.");
            for (int taken = 1; taken < 15; taken++) {
                String mixed = mixed(ours, theirs, taken);
                if (!mixed.equals(one) && !mixed.equals(two)) {
                    assertThat(tokens.verify("acme", mixed, NOW)).as(mixed).isEmpty();
                }
            }
            String mac = ours[ours.length - 1];
            String other = theirs[theirs.length - 1];
            String open = one.substring(0, one.length() - mac.length());
            for (int at = 0; at < mac.length(); at++) {
                taken(open, mac.substring(0, at) + other.substring(at), mac);
                taken(open, other.substring(0, at) + mac.substring(at), mac);
            }
        }
    }

    private void taken(String open, String mac, String good) {
        assertThat(tokens.verify("acme", open + mac, NOW).isPresent())
                .as(open + mac)
                .isEqualTo(mac.equals(good));
    }

    /** @param taken which parts are the second one's, a bit for each */
    private static String mixed(String[] ours, String[] theirs, int taken) {
        String[] parts = ours.clone();
        for (int i = 0; i < parts.length; i++) {
            parts[i] = (taken >> i & 1) == 1 ? theirs[i] : ours[i];
        }
        return String.join(".", parts);
    }

    private static void change(StringBuilder forged, Random random) {
        int at = forged.length() == 0 ? 0 : random.nextInt(forged.length());
        switch (forged.length() == 0 ? 0 : random.nextInt(4)) {
            case 0 -> forged.insert(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
            case 1 -> forged.deleteCharAt(at);
            case 2 -> forged.setCharAt(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
            default -> forged.setLength(at);
        }
    }

    @Test
    void whatIsNoTokenAtAllIsNone() {
        String mac = tokens.issue("acme", 1, 1, LATER).replaceAll(".*\\.", "");
        for (String text : List.of(
                "", ".", "...", "1.1.1", "1.1.1.", "." + mac, "1.1." + mac, "x".repeat(200_000), "1.1.zz." + mac)) {
            assertThat(tokens.verify("acme", text, NOW)).isEmpty();
        }
    }
}
