package io.dromedial.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.Map;

/** Where a command prints, and the environment it was called in. */
public record Terminal(PrintWriter out, PrintWriter err, Map<String, String> env) {

    static final ObjectMapper JSON = new ObjectMapper();

    /** One line; what users and providers wrote can't steer the terminal. */
    public void line(String text) {
        out.println(clean(text));
    }

    public void blank() {
        out.println();
    }

    public void error(String text) {
        text.lines().forEach(l -> err.println(clean(l)));
        err.flush();
    }

    void json(Object value) {
        try {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read as JSON can't be written: " + e.getOriginalMessage(), e);
        }
    }

    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
