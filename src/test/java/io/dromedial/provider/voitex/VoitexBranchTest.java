package io.dromedial.provider.voitex;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.provider.Inbound.Asked;
import io.dromedial.provider.Inbound.Said;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API Branch: what of a request may be kept, and what a route may answer. */
class VoitexBranchTest {

    /** The document's own, with a code and an end that stand nowhere else in it. */
    private static final String SAMPLE = """
            {
               "call_id":"AST10-1689867312.264",
               "cid":"8459511000",
               "cnam":"VOITEX",
               "contact_info":"null",
               "date_time":"2023-07-20 11:35:35",
               "did":"8459511110",
               "branch_data":[
                  {"branch":"0","input":"1"},
                  {"branch":"1000","input":"17"}
               ],
               "payment_info":[{
                  "last_four":"4444",
                  "expiration":"0177",
                  "cvv":98765,
                  "zip":"20951",
                  "phone":"8451239876",
                  "amount":"57",
                  "transaction_id":"875891"
               }],
               "variables":[{
                  "caller_pin ":"123",
                  "var_2":"var_val"
               }]
            }
            """;

    private static Asked read(String json) {
        return VoitexBranchRequest.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String all(Asked asked) {
        return asked.body() + " " + asked.fields() + " " + asked.providerRef() + " " + asked.problem();
    }

    @Test
    void readsTheDocumentsSample() {
        Asked asked = read(SAMPLE);
        assertThat(asked.problem()).isEmpty();
        assertThat(asked.providerRef()).isEqualTo("AST10-1689867312.264");
        assertThat(asked.body())
                .containsEntry("cid", "8459511000")
                .containsEntry("contact_info", null)
                .containsEntry("date_time", "2023-07-20 11:35:35")
                .containsEntry(
                        "branch_data",
                        List.of(Map.of("branch", "0", "input", "1"), Map.of("branch", "1000", "input", "17")))
                .containsEntry(
                        "payment_info",
                        List.of(Map.of("last_four", "4444", "amount", "57", "transaction_id", "875891")))
                .containsEntry("variables", Map.of("caller_pin", "123", "var_2", "var_val"));
        assertThat(asked.fields().keySet())
                .containsExactly(
                        "call_id",
                        "cid",
                        "cnam",
                        "contact_info",
                        "date_time",
                        "did",
                        "branch_data",
                        "payment_info",
                        "variables");
        assertThat(asked.fields())
                .containsEntry("contact_info", "")
                .containsEntry("variables", "{\"caller_pin\":\"123\",\"var_2\":\"var_val\"}");
        assertThat(all(asked)).doesNotContain("98765", "0177", "20951", "8451239876", "cvv", "expiration");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = (char) 1,
            delimiter = '|',
            value = {
                "{'variables':{'a ':'1'}} | {a=1}",
                "{'variables':[{'a':'1'},{'b':2}]} | {a=1, b=2}",
                "{'variables':[]} | {}",
                "{'variables':null} | {}",
                "{'variables':'null'} | {}",
                "{'variables':'{\\\"a\\\":\\\"1\\\"}'} | {a=1}",
                "{'Variables ':{'a':'NULL'}} | {a=null}",
                "{} | {}",
                "{variables:{a:'1',},} | {a=1}"
            })
    void variablesAreAMapWhateverFormTheyCameIn(String json, String expected) {
        assertThat(read(json).body().get("variables")).hasToString(expected);
    }

    @Test
    void listsAreListsWhateverFormTheyCameIn() {
        assertThat(read("{}").body()).containsEntry("branch_data", List.of()).containsEntry("payment_info", List.of());
        assertThat(read("{'branch_data':{'branch':'1'},'payment_info':{'amount':5}}")
                        .body())
                .containsEntry("branch_data", List.of(Map.of("branch", "1")))
                .containsEntry("payment_info", List.of(Map.of("amount", "5")));
    }

    @Test
    void whatTheDocumentDoesNotKnowIsKeptInOneColumn() {
        Asked asked = read("{'call_id':'c','queue':'7','more':{'x':[1,true]}}");
        assertThat(asked.body()).containsEntry("queue", "7");
        assertThat(asked.fields()).containsEntry("other", "{\"queue\":\"7\",\"more\":{\"x\":[\"1\",\"true\"]}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'payment_info':[{'cvv':98765}]}",
                "{'payment_info':[{'CVV ':'98765','Expiration':'98765'}]}",
                "{'Payment_Info ':{' Cvv':'98765','EXPIRATION ':'98765'}}",
                "{'payment info':[[{'cvv':{'x':'98765'}}]]}",
                "{'payment_info':'[{\\\"cvv\\\":98765,\\\"zip\\\":\\\"98765\\\"}]'}",
                "{'payment_info':'{\\\"cvv\\\":98765'}",
                "{'payment_info':'98765'}",
                "{'payment_info':98765}",
                "{'payment_info':[{'amount':{'cvv':98765},'transaction_id':['98765']}]}",
                "{'payment_info':[{'amount':'{cvv:98765}'}]}",
                "{'cvv':98765}",
                "{'contact_info':{'payment_info':[{'cvv':98765}]}}",
                "{'contact_info':{'card':{'Card Number':'98765','cvv2':'98765'}}}",
                "{'contact_info':'{\\\"cvv\\\":\\\"98765\\\"}'}",
                "{'contact_info':'{\\\"cvv\\\":\\\"98765'}",
                "{'contact_info':'cvv=98765&x=1'}",
                "{'contact_info':'CVV: 98765'}",
                "{'variables':[{'card_cvv':'98765','pan':'98765'}]}",
                "{'variables':[{'name':'cvv','value':'98765'}]}",
                "{'variables':{'c\\u0076v':'98765'}}",
                "{'variables':{'\\uFF43\\uFF56\\uFF56':'98765'}}",
                "{'branch_data':[{'branch':'1','cvc':'98765'}]}",
                "{'payment_info':[{'cvv':98765",
                "{'call_id':'98765'} 'cvv':98765",
                "{'call_id':'1','payment_info':[{'cvv':98765}],,,}x",
                "['cvv','98765']",
                "cvv=98765&expiration=98765",
                "<cvv>98765</cvv>",
                "98765",
                "{'a':98765 'cvv':98765}",
                "{'call_id':'x','cvv':98765"
            })
    void aCardsCodeIsNeverKept(String json) {
        Asked asked = read(json);
        String kept = json.startsWith("{'call_id':'98765'}")
                ? asked.body().get("payment_info").toString()
                : all(asked);
        assertThat(kept).doesNotContain("98765").doesNotContainIgnoringCase("expiration");
    }

    @Test
    void nothingIsKeptOfARequestThatWasCutAnywhere() {
        byte[] whole = SAMPLE.strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            Asked asked = VoitexBranchRequest.read(Arrays.copyOf(whole, length));
            assertThat(asked.problem()).as("cut at " + length).isNotEmpty();
            assertThat(asked.body()).isEmpty();
            assertThat(asked.fields()).isEmpty();
            assertThat(asked.problem()).doesNotContain("98765", "cvv", "4444", "AST10");
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = (char) 1,
            delimiter = '|',
            value = {
                "4111111111111111 | ************1111",
                "378282246310005 | ***********0005",
                "5555555555554444 | ************4444",
                "4222222222222 | *********2222",
                "6304000000000000000 | ***************0000",
                "x4111111111111111y | x************1111y",
                "4111 1111 1111 1111 | ************1111",
                "4111-1111-1111-1111 | ************1111",
                "3782.822463.10005 | ***********0005",
                "41111111111111112501987 | ***********************",
                "4111111111111112 | 4111111111111112",
                "411111111111 | 411111111111",
                "1689867312264 | 1689867312264",
                "AST10-1689867312.264 | AST10-1689867312.264",
                "2023-07-20 11:35:35 | 2023-07-20 11:35:35",
                "８４５９５１１０００ | ８４５９５１１０００",
                "17 | 17",
                "cvv 123 | cvv",
                "expiration: 01/26 | expiration",
                "expiration of the contract | expiration of the contract"
            })
    void aCardNumberKeepsItsLastFourDigits(String text, String expected) {
        assertThat(VoitexBranchCards.masked(text)).isEqualTo(expected);
    }

    @Test
    void cardNumbersAreMaskedWhereverTheyStand() {
        Asked asked = read("{'branch_data':[{'branch':'1','input':'4111111111111111'},{'branch':4111111111111111}],"
                + "'variables':{'4111111111111111':'5555555555554444','deep':[{'x':['4111 1111 1111 1111']}]},"
                + "'cnam':'4111111111111111','call_id':'4111111111111111','cid':'4111111111111111',"
                + "'payment_info':[{'last_four':'4111111111111111','transaction_id':4111111111111111,"
                + "'card_number':'4111111111111111'}],'more':'x 4111111111111111'}");
        assertThat(all(asked)).doesNotContain("411111111111", "555555555555", "1111 1111");
        assertThat(asked.body().get("branch_data").toString()).contains("input=************1111");
        assertThat(asked.body().get("payment_info").toString()).contains("last_four=1111");
    }

    /** Thirteen digits with a right check digit, as one telephone number in ten has. */
    @Test
    void aTelephoneNumberIsNoCardNumber() {
        assertThat(read("{'cid':'4222222222222','did':'4222222222222'}").body())
                .containsEntry("cid", "4222222222222")
                .containsEntry("did", "4222222222222");
    }

    @Test
    void deepNestingIsNoRequest() {
        assertThat(read("{'a':" + "[".repeat(5000)).problem()).isNotEmpty();
        assertThat(read("{'a':" + "[".repeat(60) + "]".repeat(60) + "}").problem())
                .isNotEmpty();
    }

    @Test
    void takesTheDocumentsAnswer() {
        Map<String, Object> inputs = new LinkedHashMap<>(Map.of("1", "3", "*", 2, "%", "105"));
        Said said = VoitexBranchAnswer.of(Map.of(
                "goto",
                150,
                "play",
                List.of(Map.of("type", "file", "album", "10", "sort", 25), Map.of("type", "tts", "text", "Hi")),
                "inputs",
                inputs,
                "variables",
                Map.of("album_num", 13)));
        assertThat(said.problem()).isEmpty();
        assertThat(said.reply())
                .containsEntry("goto", "150")
                .containsEntry(
                        "play",
                        List.of(
                                Map.of("type", "file", "album", "10", "sort", "25"),
                                Map.of("type", "tts", "text", "Hi")))
                .containsEntry("inputs", Map.of("1", "3", "*", "2", "%", "105"))
                .containsEntry("variables", Map.of("album_num", "13"));
        assertThat(said.reply().keySet()).containsExactly("goto", "play", "inputs", "variables");
    }

    @Test
    void takesAnAnswerWrittenAsJson() {
        assertThat(VoitexBranchAnswer.of(" {\"goto\":\"7\"}").reply()).isEqualTo(Map.of("goto", "7"));
        assertThat(VoitexBranchAnswer.of(Map.of()).problem()).isEmpty();
    }

    @Test
    void anAnswerThatDoesNotFitIsNone() {
        List<Object> unfit = new ArrayList<>(List.of(
                "go to 7",
                "{\"goto\":",
                List.of(),
                Map.of("call_id", "x"),
                Map.of("goto", ""),
                Map.of("goto", List.of("1")),
                Map.of("play", "hello"),
                Map.of("play", List.of(Map.of("type", "tts"))),
                Map.of("play", List.of(Map.of("type", "file", "album", "1"))),
                Map.of("play", List.of(Map.of("type", "video", "text", "x"))),
                Map.of("inputs", Map.of("a", "1")),
                Map.of("inputs", Map.of("", "1")),
                Map.of("inputs", Map.of("%%", "1")),
                Map.of("inputs", Map.of("1", " ")),
                Map.of("inputs", Map.of("1", Map.of())),
                Map.of("inputs", List.of("1")),
                Map.of("variables", Map.of("x", List.of())),
                Map.of("variables", Map.of(" ", "x")),
                Map.of("variables", "x"),
                Map.of("inputs", Collections.singletonMap("1", null))));
        unfit.add(null);
        assertThat(unfit).allSatisfy(left -> {
            Said said = VoitexBranchAnswer.of(left);
            assertThat(said.problem()).isNotEmpty();
            assertThat(said.reply()).isEmpty();
        });
    }
}
