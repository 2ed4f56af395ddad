package io.dromedial.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The ledger on disk, a JSON line an entry, synced before anyone learns of it. A torn last line is cut off. */
final class LedgerFile implements AutoCloseable {

    private final FileChannel channel;
    private final List<LedgerEntry> earlier;

    LedgerFile(Path path) {
        try {
            Path folder = path.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            earlier = read(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException("ledger " + path + " can't be opened", e);
        }
    }

    List<LedgerEntry> earlier() {
        return earlier;
    }

    void append(LedgerEntry entry) {
        try {
            String line = Json.MAPPER.writerFor(LedgerEntry.class).writeValueAsString(entry) + "\n";
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("ledger can't be written", e);
        }
    }

    private List<LedgerEntry> read(byte[] bytes) throws IOException {
        List<LedgerEntry> entries = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                entries.add(entry(new String(bytes, begin, i - begin, StandardCharsets.UTF_8)));
                begin = i + 1;
            }
        }
        channel.truncate(begin);
        channel.position(begin);
        return entries;
    }

    private static LedgerEntry entry(String line) throws JsonProcessingException {
        return Json.MAPPER.readValue(line, LedgerEntry.class);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("ledger can't be closed", e);
        }
    }
}
