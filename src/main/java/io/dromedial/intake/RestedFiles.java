package io.dromedial.intake;

import java.io.File;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
import org.apache.camel.component.file.GenericFileOperations;

/**
 * Lets a file be taken once its size and time have rested: its time is old enough, and it looks the same as when it
 * was seen before. Camel's own {@code readLock=changed} waits in the polling thread for each file and took
 * half-written ones when the writer paused.
 */
public final class RestedFiles implements GenericFileExclusiveReadLockStrategy<File> {

    private static final long LEAST_GAP_MILLIS = 200;
    private final Duration quiet;
    private final Clock clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(long size, long time, long since) {}

    public RestedFiles(Duration quiet, Clock clock) {
        this.quiet = quiet;
        this.clock = clock;
    }

    @Override
    public void prepareOnStartup(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint) {
        // nothing was locked by an earlier run
    }

    @Override
    public boolean acquireExclusiveReadLock(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        File plain = new File(file.getAbsoluteFilePath());
        // a link may lead out of the inbox, and what it leads to would stay; strays are told, as is what can't be read
        boolean rested = plain.isFile() && !Files.isSymbolicLink(plain.toPath()) && plain.canRead() && rested(plain);
        if (rested) {
            seen.remove(plain.getPath());
        }
        return rested;
    }

    private boolean rested(File file) {
        long now = clock.millis();
        Seen current = new Seen(file.length(), file.lastModified(), now);
        Seen before = seen.get(file.getPath());
        if (before == null || before.size() != current.size() || before.time() != current.time()) {
            if (seen.size() > 20_000) {
                seen.clear();
            }
            seen.put(file.getPath(), current);
            return quiet.isZero();
        }
        boolean oldEnough = now - current.time() >= quiet.toMillis();
        long watched = now - before.since();
        return oldEnough && watched >= Math.min(quiet.toMillis(), LEAST_GAP_MILLIS) || watched >= quiet.toMillis();
    }

    @Override
    public void releaseExclusiveReadLockOnAbort(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        // no lock is held
    }

    @Override
    public void releaseExclusiveReadLockOnRollback(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        // no lock is held
    }

    @Override
    public void releaseExclusiveReadLockOnCommit(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        // no lock is held
    }

    @Override
    public void setTimeout(long timeout) {
        // acquiring never waits
    }

    @Override
    public void setCheckInterval(long checkInterval) {
        // files are looked at with each poll
    }

    @Override
    public void setReadLockLoggingLevel(LoggingLevel level) {
        // nothing is logged
    }

    @Override
    public void setMarkerFiler(boolean marker) {
        // no marker files
    }

    @Override
    public void setDeleteOrphanLockFiles(boolean deleteOrphanLockFiles) {
        // no lock files
    }
}
