package io.dromedial.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dromedial.delivery.http.ScriptedServer.Got;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a golden conversation says of a request is held against all of it. */
final class RequestCheckTest {

    private static final Got PUT =
            got("PUT /innocalls/url/call/bridge/77?verbose=full HTTP/1.1", "multipart/form-data; boundary=xyz", """
            --xyz\r
            Content-Disposition: form-data; name="first_callee_name"\r
            \r
            Ann & Bo\r
            --xyz\r
            Content-Disposition: form-data; name="upload_file"; filename="a.wav"\r
            Content-Type: audio/wav\r
            \r
            RIFF\r
            --xyz--\r
            """);
    private static final Got POST =
            got("POST /voitex/contacts-url HTTP/1.1", "application/x-www-form-urlencoded", "function=create&phone=1+2");
    private static final Got JSON = got("POST /x HTTP/1.1", "application/json", "{\"to\":[\"+1\"],\"n\":1}");

    private static Got got(String line, String type, String body) {
        String head = line + "\r\nContent-Type: " + type + "\r\nAuthorization: Bearer the-token\r\n\r\n";
        return new Got(line, head, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void check(Got got, String expected) throws JsonProcessingException {
        JsonNode tree = new YAMLMapper().readTree(expected);
        RequestCheck.check(tree, got);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {method: PUT, path: /innocalls/url/call/bridge/77, query: {verbose: full}, contentType: multipart/form-data}
            {path: "/innocalls/url/call/bridge/77?verbose=full", query: [verbose], headers: {Authorization: Bearer the-token}}
            {parts: [first_callee_name, upload_file]}
            {parts: {first_callee_name: Ann & Bo, upload_file: {filename: a.wav, contentType: audio/wav, text: RIFF}}}
            """)
    void whatIsSoIsPassed(String expected) {
        assertThatCode(() -> check(PUT, expected)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {method: POST}
            {path: /call/bridge/77}
            {query: {verbose: no}}
            {contentType: application/json}
            {headers: {Authorization: Bearer another}}
            {parts: [upload_file, first_callee_name]}
            {parts: {first_callee_name: Ann & Bo}}
            {parts: {first_callee_name: Ann, upload_file: {filename: a.wav}}}
            {parts: {first_callee_name: Ann & Bo, upload_file: RIFF}}
            {parts: {first_callee_name: Ann & Bo, upload_file: {filename: b.wav}}}
            {form: [a]}
            {body: ''}
            {pth: /x}
            """)
    void whatIsNotSoIsTold(String expected) {
        assertThatThrownBy(() -> check(PUT, expected)).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {form: [function, phone]} | true
            {form: {phone: 1 2, function: create}} | true
            {form: [phone, function]} | false
            {form: {phone: 1 2}} | false
            {form: {phone: 1 3, function: create}} | false
            {contentType: application/x-www-form-urlencoded} | true
            """)
    void formsByNamesOrValues(String expected, boolean passes) {
        judge(POST, expected, passes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {json: {to: ['+1'], n: 1}} | true
            {json: {to: ['+1'], n: 2}} | false
            {json: {to: ['+1']}} | false
            """)
    void jsonAsAWhole(String expected, boolean passes) {
        judge(JSON, expected, passes);
    }

    private static void judge(Got got, String expected, boolean passes) {
        if (passes) {
            assertThatCode(() -> check(got, expected)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> check(got, expected)).isInstanceOf(AssertionError.class);
        }
    }
}
