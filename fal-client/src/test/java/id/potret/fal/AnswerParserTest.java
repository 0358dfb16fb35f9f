package id.potret.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParserTest {

    private static final String URL = "https://v3b.fal.media/files/a/b.jpg";

    static Reply reply(String body, String... headers) {
        Map<String, List<String>> map = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], List.of(headers[i + 1]));
        }
        return new Reply(200, HttpHeaders.of(map, (n, v) -> true), body.getBytes(StandardCharsets.UTF_8));
    }

    private static FalImage parse(String body, String... headers) {
        return parse(reply(body, headers), false);
    }

    private static FalImage parse(Reply reply, boolean loopback) {
        FalImage image = AnswerParser.parse(reply.body(), reply.headers(), loopback, null);
        if (image == null) {
            throw AnswerParser.noPicture(AnswerParser.requestId(reply.headers()));
        }
        return image;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"images\":[{\"url\":\"" + URL + "\"}]}",
                "{\"images\":[{\"url\":\"" + URL + "\"},{\"url\":\"https://v3.fal.media/second.jpg\"}]}",
                "{\"image\":{\"url\":\"" + URL + "\"}}",
                "{\"url\":\"" + URL + "\"}",
                "{\"images\":[{\"url\":\"" + URL
                        + "\",\"width\":{\"a\":[1]},\"extra\":{\"url\":\"https://a.b/c\"}}],\"x\":[[{}]]}",
                "{\"url\":\"https://a.b/c\",\"image\":{\"url\":\"https://a.b/d\"},\"images\":[{\"url\":\"" + URL
                        + "\"}]}",
                "{\"url\":\"https://a.b/c\",\"image\":{\"url\":\"" + URL
                        + "\"},\"images\":{\"url\":\"https://a.b/d\"}}",
                "{\"image\":[{\"url\":\"https://a.b/c\"}],\"images\":[[]],\"url\":\"" + URL + "\"}",
                "{\"images\":[],\"image\":{\"url\":\"" + URL + "\",\"width\":null},\"new_field\":{}}"
            })
    void thePictureIsFoundInEveryShape(String body) {
        assertThat(parse(body).url()).hasToString(URL);
    }

    @Test
    void aDataUriIsAPicture() {
        assertThat(parse("{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}").url())
                .hasToString("data:image/png;base64,iVBORw0KGgo=");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[true] | true",
                "[false,true] | true",
                "[false] | false",
                "[] | false",
                "true | true",
                "false | false",
                "null | false"
            })
    void aFlagIsReadAsArrayOrBoolean(String flag, boolean flagged) {
        assertThat(parse("{\"url\":\"" + URL + "\",\"has_nsfw_concepts\":" + flag + "}")
                        .flagged())
                .isEqualTo(flagged);
    }

    @Test
    void whatFalDoesNotTellIsEmpty() {
        FalImage image = parse("{\"url\":\"" + URL + "\",\"width\":null,\"seed\":null}");

        assertThat(image.flagged()).isFalse();
        assertThat(image.width()).isEmpty();
        assertThat(image.height()).isEmpty();
        assertThat(image.seed()).isEmpty();
        assertThat(image.requestId()).isEmpty();
        assertThat(image.billableUnits()).isEmpty();
        assertThat(image.contentType()).isEmpty();
    }

    @Test
    void seedUnitsAndIdAreKept() {
        FalImage image = parse(
                "{\"url\":\"" + URL + "\",\"seed\":\"15860307465884635512\"}",
                "X-Fal-Billable-Units",
                "1.05",
                "x-fal-request-id",
                "abc-1");

        assertThat(image.seed()).contains(new BigInteger("15860307465884635512"));
        assertThat(image.billableUnits()).contains(new BigDecimal("1.05"));
        assertThat(image.requestId()).contains("abc-1");
        assertThat(parse("{\"url\":\"" + URL + "\"}", "X-Fal-Billable-Units", "many")
                        .billableUnits())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "<html></html>",
                "{\"images\":[]}",
                "{\"images\":[{\"url\":null}]}",
                "{\"images\":[{\"url\":5}]}",
                "{\"images\":[{\"url\":{\"url\":\"https://a.b/c\"}}]}",
                "{\"url\":\"\"}",
                "{\"url\":\"not a url\"}",
                "{\"url\":\"javascript:alert(1)\"}",
                "{\"url\":\"file:///etc/passwd\"}",
                "{\"url\":\"http://v3.fal.media/plain.jpg\"}",
                "{\"url\":\"http://127.0.0.1:80/a.jpg\"}",
                "{\"url\":\"https:///a.jpg\"}",
                "{\"url\":\"https://user:pw@v3.fal.media/a.jpg\"}",
                "{\"url\":\"data:text/html;base64,AAAA\"}",
                "{\"url\":\"https://v3.fal.media/a.jpg\""
            })
    void anAnswerWithoutAPictureMayHaveBeenCharged(String body) {
        assertThatThrownBy(() -> parse(body, "x-fal-request-id", "abc-2"))
                .isInstanceOfSatisfying(FalProtocolException.class, failure -> {
                    assertThat(failure.outcome()).isEqualTo(FalException.Outcome.UNKNOWN);
                    assertThat(failure.isRetryable()).isFalse();
                    assertThat(failure.requestId()).contains("abc-2");
                });
    }

    @Test
    void aLoopbackBaseAdmitsLoopbackPictures() {
        Reply reply = reply("{\"url\":\"http://127.0.0.1:8080/a.jpg\"}");

        assertThat(parse(reply, true).url()).hasToString("http://127.0.0.1:8080/a.jpg");
    }

    @Test
    void textShowsNeitherQueryNorData() {
        FalImage signed = parse(reply("{\"url\":\"" + URL + "?token=abc\"}"), false);

        assertThat(signed).hasToString("FalImage[https://v3b.fal.media/files/a/b.jpg]");
        assertThat(parse("{\"url\":\"data:image/png;base64,iVBORw0KGgo=\",\"has_nsfw_concepts\":true}"))
                .hasToString("FalImage[data:..., flagged]");
    }
}
