package io.dromedial.provider.routee;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteeTokensTest {

    private final SettableClock clock = new SettableClock();
    private final RouteeTokens tokens = new RouteeTokens(clock);
    private final List<CompletableFuture<RouteeGrant>> fetches = new ArrayList<>();

    private CompletableFuture<RouteeTokens.Ticket> get() {
        return tokens.get(() -> {
            fetches.add(new CompletableFuture<>());
            return fetches.get(fetches.size() - 1);
        });
    }

    private static RouteeGrant granted(String token, String expiresIn) {
        return RouteeGrant.of(
                200, "{\"access_token\":\"" + token + "\",\"expires_in\":" + expiresIn + "}", Optional.empty());
    }

    private RouteeTokens.Ticket had(String token, String expiresIn) {
        CompletableFuture<RouteeTokens.Ticket> got = get();
        fetches.get(fetches.size() - 1).complete(granted(token, expiresIn));
        return got.join();
    }

    @Test
    void allWhoWaitShareOneFetch() {
        CompletableFuture<RouteeTokens.Ticket> first = get();
        CompletableFuture<RouteeTokens.Ticket> second = get();
        assertThat(fetches).hasSize(1);
        fetches.get(0).complete(granted("t-1", "3600"));
        assertThat(first.join()).isSameAs(second.join()).isSameAs(get().join());
        assertThat(first.join().grant().token()).isEqualTo("t-1");
        assertThat(fetches).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "3600, 3594, 3596",
        "20, 17, 19",
        "1, 0, 1",
        "0, 54, 56",
        "-5, 54, 56",
        "null, 54, 56",
        "'\"40\"', 35, 37",
        "631139040, 86394, 86396"
    })
    void keepsATokenUntilALittleBeforeItsEnd(String expiresIn, long still, long noMore) {
        had("t-1", expiresIn);
        clock.turn(Duration.ofSeconds(still));
        get();
        assertThat(fetches).hasSize(1);
        clock.turn(Duration.ofSeconds(noMore - still));
        get();
        assertThat(fetches).hasSize(2);
    }

    @Test
    void aRefusedTokenIsDroppedOnceHoweverManyWereRefusedWithIt() {
        RouteeTokens.Ticket old = had("t-1", "3600");
        tokens.refused(old);
        RouteeTokens.Ticket same = had("t-1", "3423");
        tokens.refused(old);
        assertThat(get().join()).isSameAs(same);
        assertThat(fetches).hasSize(2);
    }

    @Test
    void whatWasNotGrantedIsAskedForAgain() {
        CompletableFuture<RouteeTokens.Ticket> first = get();
        fetches.get(0).completeExceptionally(new IllegalStateException("no network"));
        assertThat(first.join().grant().granted()).isFalse();
        assertThat(first.join().grant().refusal().counted()).isTrue();
        get();
        assertThat(fetches).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "401, true, false", "403, true, false", "400, true, false", "404, true, false", "307, true, false",
        "429, false, false", "503, false, true", "500, false, true", "302, false, true", "200, false, true"
    })
    void tellsWhatIsOursToMend(int status, boolean pauses, boolean counted) {
        RouteeGrant grant = RouteeGrant.of(status, "{\"error\":\"x\"}", Optional.empty());
        assertThat(grant.granted()).isFalse();
        assertThat(grant.refusal().pause()).isEqualTo(pauses);
        assertThat(grant.refusal().counted()).isEqualTo(counted);
        assertThat(grant.refusal().status()).isEqualTo(status);
    }
}
