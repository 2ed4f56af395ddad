package io.dromedial.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dromedial.settings.Settings;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * The legacy databases of the configuration, each a small pool by its name. A database that is away stops neither the
 * start nor any other: its routes fail and are tried again.
 */
final class LegacyPools implements AutoCloseable {

    private static final Pattern URL = Pattern.compile("legacy\\.(.+)\\.url");
    private static final int MOST_CONNECTIONS = 4;
    private static final long PATIENCE_MILLIS = 10_000;
    private final Map<String, HikariDataSource> pools = new LinkedHashMap<>();

    LegacyPools(Settings settings) {
        urls(settings).forEach((name, url) -> pools.put(name, pool(settings, name, url)));
    }

    /** What of them can't work, each naming its key. */
    static List<String> problems(Settings settings) {
        List<String> problems = new ArrayList<>();
        urls(settings).forEach((name, url) -> {
            try {
                DriverManager.getDriver(url);
            } catch (SQLException e) {
                problems.add("legacy." + name + ".url: there is no JDBC driver for '" + scheme(url)
                        + "'; put the driver's jar into lib/");
            }
        });
        return problems;
    }

    /** All that a URL may tell without its host, user or password. */
    private static String scheme(String url) {
        Matcher matcher = Pattern.compile("jdbc:[\\w-]+:").matcher(url);
        return matcher.lookingAt() ? matcher.group() : "its URL";
    }

    static Set<String> names(Settings settings) {
        return urls(settings).keySet();
    }

    private static Map<String, String> urls(Settings settings) {
        Map<String, String> urls = new TreeMap<>();
        settings.asProperties().forEach((key, value) -> {
            Matcher matcher = URL.matcher(key);
            if (matcher.matches() && !value.isBlank()) {
                urls.put(matcher.group(1), value);
            }
        });
        return urls;
    }

    private static HikariDataSource pool(Settings settings, String name, String url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("legacy-" + name);
        config.setJdbcUrl(url);
        settings.find("legacy." + name + ".username").ifPresent(config::setUsername);
        settings.find("legacy." + name + ".password").ifPresent(config::setPassword);
        config.setMaximumPoolSize(MOST_CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    Map<String, ? extends DataSource> byName() {
        return pools;
    }

    @Override
    public void close() {
        pools.values().forEach(HikariDataSource::close);
    }
}
