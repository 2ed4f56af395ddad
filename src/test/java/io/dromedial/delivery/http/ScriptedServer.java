package io.dromedial.delivery.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that counts every request it reads, byte for byte, and then does what a test says. */
public final class ScriptedServer implements AutoCloseable {

    /** What happens with the n-th request of a connection, from 1; true to wait for another one. */
    public interface Script {
        boolean play(int n, Socket socket) throws IOException;
    }

    /** A request as it came. */
    public record Got(String line, String head, byte[] body) {
        /** The header's values, with commas between; empty if it did not come. */
        public String header(String name) {
            return String.join(
                    ", ",
                    head.lines()
                            .filter(l -> l.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                            .map(l -> l.substring(name.length() + 1).strip())
                            .toList());
        }
    }

    private final ServerSocket listening;
    private final List<Got> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Script script;
    private volatile String greeting = "";

    public ScriptedServer(Script script) {
        this(script, plain());
    }

    public ScriptedServer(Script script, ServerSocket listening) {
        this.script = script;
        this.listening = listening;
        daemon(this::accept);
    }

    private static ServerSocket plain() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers every request so and keeps the connection. */
    public static Script answering(int status, String headers, String body) {
        return (n, socket) -> {
            write(socket, answer(status, headers, body));
            return true;
        };
    }

    public static String answer(int status, String headers, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return "HTTP/1.1 " + status + " Whatever\r\n" + headers + "Content-Length: " + length + "\r\n\r\n" + body;
    }

    public static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    public void play(Script next) {
        script = next;
    }

    /** Says this on every new connection, before anything is read. */
    public void greet(String text) {
        greeting = text;
    }

    public int port() {
        return listening.getLocalPort();
    }

    public List<Got> requests() {
        return requests;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            write(socket, greeting);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int n = 1; ; n++) {
                Got got = read(in);
                if (got == null) {
                    return;
                }
                requests.add(got);
                if (!script.play(n, socket)) {
                    return;
                }
            }
        } catch (IOException e) {
            return;
        } finally {
            open.remove(socket);
        }
    }

    private static Got read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            head.write(b);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        Got bare = new Got(text.lines().findFirst().orElse(""), text, new byte[0]);
        String length = bare.header("Content-Length");
        boolean chunked = bare.header("Transfer-Encoding").equalsIgnoreCase("chunked");
        byte[] body = chunked ? chunks(in) : in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        return new Got(bare.line(), text, body);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            StringBuilder size = new StringBuilder();
            for (int b = in.read(); b != '\n' && b >= 0; b = in.read()) {
                size.append((char) b);
            }
            int length = Integer.parseInt(size.toString().strip(), 16);
            all.write(in.readNBytes(length));
            in.readNBytes(2);
            if (length == 0) {
                return all.toByteArray();
            }
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
