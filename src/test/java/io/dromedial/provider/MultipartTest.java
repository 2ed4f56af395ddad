package io.dromedial.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultipartTest {

    @TempDir
    Path folder;

    private static String text(Multipart body) {
        return new String(body.toBytes(), StandardCharsets.UTF_8);
    }

    private static String boundary(Multipart body) {
        return body.contentType().replace("multipart/form-data; boundary=", "");
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @Test
    void writesFieldsAndFilesInTheirOrder() throws IOException {
        Multipart body = new Multipart()
                .add("album_number", "1")
                .add("upload_file", "こん.wav", "audio/wav", file("a", "RIFF\r\n--x"))
                .add("display_name", "a\r\nb");
        String line = "--" + boundary(body);
        assertThat(text(body))
                .isEqualTo(line + "\r\nContent-Disposition: form-data; name=\"album_number\"\r\n\r\n1\r\n" + line
                        + "\r\nContent-Disposition: form-data; name=\"upload_file\"; filename=\"こん.wav\"\r\n"
                        + "Content-Type: audio/wav\r\n\r\nRIFF\r\n--x\r\n" + line
                        + "\r\nContent-Disposition: form-data; name=\"display_name\"\r\n\r\na\r\nb\r\n" + line
                        + "--\r\n");
    }

    @Test
    void tellsItsLength() throws IOException {
        Multipart body = new Multipart().add("é", "ü").add("f", "x", "text/plain", file("b", "1234"));
        assertThat(body.length()).isEqualTo(body.toBytes().length);
    }

    @Test
    void noNameEndsItsHeader() throws IOException {
        Multipart body = new Multipart()
                .add("a\"\r\nX-Evil: 1", "v")
                .add("f", "x\"; name=\"to\"\r\n\r\n\0.wav", "audio/wav", file("c", "c"));
        assertThat(text(body)).contains("name=\"a%22%0D%0AX-Evil: 1\"\r\n");
        assertThat(text(body)).contains("filename=\"x%22; name=%22to%22%0D%0A%0D%0A%00.wav\"\r\n");
        assertThatThrownBy(() -> new Multipart().add("f", "n", "a/b\r\nX: 1", folder))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsFilesOnlyWhenItIsRead() throws IOException {
        Path file = file("d", "before");
        Multipart body = new Multipart().add("f", "n", "text/plain", file);
        Files.writeString(file, "behind");
        assertThat(text(body)).contains("behind").isEqualTo(text(body));
        Files.delete(file);
        assertThatThrownBy(body::toBytes).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> new Multipart().add("f", "n", "text/plain", file))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void hasABoundaryOfItsOwn() {
        assertThat(boundary(new Multipart())).isNotEqualTo(boundary(new Multipart()));
    }
}
