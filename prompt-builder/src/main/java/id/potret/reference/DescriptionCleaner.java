package id.potret.reference;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes short comma phrases of whatever a vision model answered. */
final class DescriptionCleaner {

    /** More than any quota needs; bounds the work on a giant answer. */
    private static final int MAX_CHARS = 2000;

    /** No word of a description is longer; encoded data is. */
    private static final int MAX_WORD_CHARS = 40;

    private static final Pattern LIST_MARK =
            Pattern.compile("(?:^|\\R)[ \\t]*(?:[-*+\u2022\u2013\u2014]|#{1,6}|\\d{1,2}[.)])[ \\t]+");
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
    /** Unknown to the image model's vocabulary, meaningful in the prompt, or Markdown. */
    private static final Pattern FORBIDDEN = Pattern.compile("[{}<>\\\\~^`|*\\p{Cntrl}\\p{C}\\p{Z}\\s]+");

    private static final Pattern ANY_DOUBLE_QUOTE = Pattern.compile("[\u201C\u201D\u201E\u201F\u00AB\u00BB]");
    private static final Pattern ENDLESS_WORD = Pattern.compile("\\S{" + (MAX_WORD_CHARS + 1) + ",}");
    /** A quoted text, the end of a sentence, the end of a phrase, or anything else, character by character. */
    private static final Pattern TOKEN = Pattern.compile(
            "(?<quoted>(?<![\\p{L}\\p{N}])\"[^\"]*\"(?![\\p{L}\\p{N}]))"
                    + "|(?<sentenceEnd>[.!?;\u2026]+(?=\\s|\"|$))"
                    + "|(?<phraseEnd>,(?=\\D|$)|[()\\[\\]]|\\s[-\u2013\u2014\u2022](?=\\s)|\u2014)"
                    + "|(?<dropped>\"|:(?=\\s|$))"
                    + "|[^\"]",
            Pattern.DOTALL);

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern PUNCTUATION_AROUND = Pattern.compile("^[.,;:!? ]+|[.,;:!? ]+$");
    /** What stands between blanks; a quoted text is one word. */
    private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|\\S)+");

    /** What stands between the commas that {@link #clean} sets; it leaves quotes in pairs only. */
    private static final Pattern CLEAN_PHRASE = Pattern.compile("(?:\"[^\"]*\"|[^\",]|,(?! ))+");

    /** Words that only lead to the quoted text behind them. */
    private static final Set<String> LEADS_TO_QUOTE = Set.of(
            "a",
            "and",
            "has",
            "in",
            "label",
            "labeled",
            "labelled",
            "lettering",
            "logo",
            "of",
            "print",
            "printed",
            "reading",
            "reads",
            "saying",
            "says",
            "text",
            "that",
            "the",
            "with",
            "word",
            "words",
            "which");
    /** Words before which a phrase that is too long is divided. */
    private static final Set<String> JOINING = Set.of(
            "against",
            "and",
            "at",
            "behind",
            "beside",
            "featuring",
            "for",
            "from",
            "has",
            "have",
            "having",
            "holding",
            "in",
            "near",
            "next",
            "on",
            "over",
            "showing",
            "that",
            "under",
            "wearing",
            "where",
            "which",
            "while",
            "with");

    /** How prose leads to what is seen, and articles, which say nothing to the image model. */
    private static final Pattern LEAD_IN = Pattern.compile(
            "^(?:and |(?:here|there|it|this) (?:is|are) |(?:(?:the|this|an?) )?(?:image|photo|photograph|picture) "
                    + "(?:shows|depicts|features|contains|captures|displays) |(?:an?|the) )+",
            Pattern.CASE_INSENSITIVE);

    /** What reads as an order to a model instead of naming what is seen, in English or Indonesian. */
    private static final Pattern ORDER = Pattern.compile(
            "^(?:(?:and|then|now|please|just|instead|also|harap|tolong|mohon) )*"
                    + "(?:(?:ignore|disregard|forget|override|bypass|obey|generate|create|draw|render|depict|output"
                    + "|respond|reply|pretend|reveal|imagine|do not|don't|never|please"
                    + "|abaikan|lupakan|jangan|buatkan|gambarkan|hasilkan|tampilkan|tolong|mohon)(?![\\w-])"
                    + "|(?:show|add|remove|replace|change|make|use|put|paint|write|print|say|follow|return)"
                    + " (?:an?|the|all|any|this|that|it|only|no|me|sure|these|every)\\b)"
                    + "|\\b(?:instructions?|prompts?|as an ai|language model|system message|reference details"
                    + "|reference images|instruksi|perintah)\\b",
            Pattern.CASE_INSENSITIVE);

    /** What addresses someone instead of naming what is seen, in English or Indonesian. */
    private static final Pattern ADDRESS =
            Pattern.compile("\\b(?:you|your|must|should|kamu|anda|harus)(?![\\w-])", Pattern.CASE_INSENSITIVE);

    private DescriptionCleaner() {}

    static String clean(String raw) {
        String text = raw.length() > MAX_CHARS ? raw.substring(0, MAX_CHARS) : raw;
        text = Normalizer.normalize(text, Normalizer.Form.NFKC);
        text = LIST_MARK.matcher(text).replaceAll("; ");
        text = INVISIBLE.matcher(text).replaceAll("");
        text = FORBIDDEN.matcher(text).replaceAll(" ");
        text = ANY_DOUBLE_QUOTE.matcher(text).replaceAll("\"");
        text = ENDLESS_WORD.matcher(text).replaceAll(" ");
        List<String> phrases = new ArrayList<>();
        for (List<String> sentence : sentences(text)) {
            for (String phrase : sentence) {
                String unquoted = QUOTED.matcher(phrase).replaceAll("");
                if (ORDER.matcher(unquoted).find()) {
                    // what stands behind an order in the same sentence belongs to it
                    break;
                }
                if (!ADDRESS.matcher(unquoted).find()) {
                    divide(phrase, phrases);
                }
            }
        }
        return String.join(", ", phrases);
    }

    /** The phrases of a cleaned text. */
    static List<String> phrases(String cleaned) {
        return CLEAN_PHRASE
                .matcher(cleaned)
                .results()
                .map(MatchResult::group)
                .map(String::strip)
                .toList();
    }

    private static List<List<String>> sentences(String text) {
        List<List<String>> sentences = new ArrayList<>();
        List<String> sentence = new ArrayList<>();
        StringBuilder phrase = new StringBuilder();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            String quoted = token.group("quoted");
            if (quoted != null) {
                appendQuoted(phrase, quoted.substring(1, quoted.length() - 1).strip());
            } else if (token.group("sentenceEnd") != null) {
                endPhrase(phrase, sentence);
                sentences.add(sentence);
                sentence = new ArrayList<>();
            } else if (token.group("phraseEnd") != null) {
                endPhrase(phrase, sentence);
            } else if (token.group("dropped") == null) {
                phrase.append(token.group());
            }
        }
        endPhrase(phrase, sentence);
        sentences.add(sentence);
        return sentences;
    }

    private static void appendQuoted(StringBuilder phrase, String printed) {
        if (!printed.isEmpty() && words(printed).size() <= ImageDescription.MAX_QUOTED_WORDS) {
            phrase.append('"').append(printed).append('"');
            return;
        }
        List<String> words = words(phrase.toString());
        int kept = words.size();
        while (kept > 0 && LEADS_TO_QUOTE.contains(words.get(kept - 1).toLowerCase(Locale.ROOT))) {
            kept--;
        }
        phrase.setLength(0);
        phrase.append(String.join(" ", words.subList(0, kept)));
    }

    private static void endPhrase(StringBuilder phrase, List<String> sentence) {
        String text = String.join(" ", words(phrase.toString()));
        phrase.setLength(0);
        addPhrase(text, sentence);
    }

    private static void addPhrase(String phrase, List<String> phrases) {
        String text = PUNCTUATION_AROUND.matcher(phrase).replaceAll("");
        text = LEAD_IN.matcher(text).replaceFirst("");
        // what has neither letter nor digit says nothing
        if (text.codePoints().anyMatch(Character::isLetterOrDigit)) {
            phrases.add(text);
        }
    }

    /** Divides a phrase of too many words, before joining words and then evenly. */
    private static void divide(String phrase, List<String> phrases) {
        List<String> words = words(phrase);
        if (words.size() <= ImageDescription.MAX_PHRASE_WORDS) {
            phrases.add(phrase);
            return;
        }
        int from = 0;
        for (int to = 1; to <= words.size(); to++) {
            if (to == words.size() || JOINING.contains(words.get(to).toLowerCase(Locale.ROOT))) {
                divideEvenly(words.subList(from, to), phrases);
                from = to;
            }
        }
    }

    private static void divideEvenly(List<String> words, List<String> phrases) {
        int parts = (words.size() + ImageDescription.MAX_PHRASE_WORDS - 1) / ImageDescription.MAX_PHRASE_WORDS;
        for (int part = 0; part < parts; part++) {
            int from = part * words.size() / parts;
            int to = (part + 1) * words.size() / parts;
            addPhrase(String.join(" ", words.subList(from, to)), phrases);
        }
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            words.add(word.group());
        }
        return words;
    }
}
