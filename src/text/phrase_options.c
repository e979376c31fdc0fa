/*
 * How phrases are learned: the options, and what they come to.
 */
#include "text/phrase.h"
#include "text/token.h"

#define GROUP "Phrases"

/* gensim's ENGLISH_CONNECTOR_WORDS: articles, prepositions, conjunctions. */
static const char english[] = "a an the for of with without at from to in on by and or";

static const kith_option options[] = {
    {"min-count", KITH_OPTION_INT, "5", 1, 0x1p47, "", "N", GROUP,
     "phrases and their words occur N times or more; also the discount of word2phrase's score",
     "word2phrase.c"},
    {"score", KITH_OPTION_NAME, "word2phrase", 0, 0, "word2phrase npmi", "NAME", GROUP,
     "of a pair seen ab times whose words are seen a and b times in N: word2phrase is "
     "(ab - min-count) N / (a b), npmi is ln(ab N / (a b)) / -ln(ab / N), which is 1 for words "
     "that only occur together",
     "word2phrase.c; Bouma 2009"},
    {"threshold", KITH_OPTION_REAL, "", -1e300, 1e300, "", "X", GROUP,
     "pairs with a higher score are phrases; without it 100, for npmi 0.5", "word2phrase.c"},
    {"passes", KITH_OPTION_INT, "1", 1, 64, "", "N", GROUP,
     "so many times over the text, each reading it as joined by the ones before: N passes make "
     "phrases of up to 2^N words",
     ""},
    {"connectors", KITH_OPTION_TEXT, "", 0, 0, "", "WORDS", GROUP,
     "words that may stand inside a phrase but neither begin nor end it, parted by spaces; english "
     "stands for articles, prepositions, and, or",
     "gensim"},
    {"delimiter", KITH_OPTION_TEXT, "_", 0, 0, "", "TEXT", GROUP,
     "what stands between the words of a phrase that was joined", "word2phrase.c"},
    {"max-pair-memory", KITH_OPTION_SIZE, "0", 0, 0x1p53, "", "SIZE", GROUP,
     "memory of the table of pairs; past it rare pairs are dropped and counts become too low by a "
     "bound that is reported; 0 is a quarter of the memory available",
     ""},
};

size_t kith_phrase_options(kith_option_table tables[4])
{
    tables[0] = (kith_option_table){options, sizeof options / sizeof *options};
    tables[1] = kith_reading_options();
    return 2;
}

kith_status kith_phrase_config(kith_config **out, kith_error *err)
{
    kith_option_table tables[4];
    const size_t n = kith_phrase_options(tables);
    return kith_config_new(tables, n, out, err);
}

double kith_phrase_threshold(const kith_config *config)
{
    if (kith_config_given(config, "threshold"))
        return kith_config_real(config, "threshold");
    return strcmp(kith_config_text(config, "score"), "npmi") == 0 ? 0.5 : 100;
}

size_t kith_phrase_word(const char **text, const char *end)
{
    while (*text < end && kith_is_space((unsigned char)**text))
        ++*text;
    const char *p = *text;
    while (p < end && !kith_is_space((unsigned char)*p))
        p++;
    return (size_t)(p - *text);
}

kith_status kith_phrase_connectors(const kith_config *config, kith_words *out, kith_error *err)
{
    const char *text = kith_config_text(config, "connectors");
    if (strcmp(text, "english") == 0)
        text = english;
    const char *const end = text + strlen(text);
    for (size_t bytes; (bytes = kith_phrase_word(&text, end)) > 0; text += bytes) {
        uint64_t id;
        bool added;
        KITH_TRY(kith_words_add(out, text, bytes, &id, &added, err));
    }
    return KITH_OK;
}

/* Joined tokens are written into lines of words: a blank in them would part them again. */
kith_status kith_phrase_check(const kith_config *config, kith_error *err)
{
    const char *delimiter = kith_config_text(config, "delimiter");
    bool plain = *delimiter != '\0';
    for (const char *c = delimiter; *c != '\0'; c++)
        plain = plain && !kith_is_space((unsigned char)*c);
    if (!plain)
        return kith_fail(err, KITH_ERR_USAGE, "--delimiter \"%s\": expected text without blanks",
                         delimiter);
    if (strpbrk(kith_config_text(config, "connectors"), "\n\r") != NULL)
        return kith_fail(err, KITH_ERR_USAGE, "--connectors holds a line end, expected words");
    const double threshold = kith_phrase_threshold(config);
    if (strcmp(kith_config_text(config, "score"), "npmi") == 0 && threshold >= 1)
        return kith_fail(err, KITH_ERR_USAGE,
                         "--threshold %s: npmi is at most 1, so nothing would be a phrase",
                         kith_config_text(config, "threshold"));
    return KITH_OK;
}
