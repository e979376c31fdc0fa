#include "task/classify_config.h"

#include <string.h>

#include "base/option_text.h"
#include "base/team.h"
#include "task/features.h"

#define MODEL "Model"
#define TEXT "Text"
#define TRAINING "Training"
#define FILES "Files"

static const kith_option options[] = {
    {"text", KITH_OPTION_FLAG, "false", 0, 0, "", "", TEXT,
     "the files are lines of words that begin with their label, as __label__NAME", "fastText"},
    {"lowercase", KITH_OPTION_FLAG, "false", 0, 0, "", "", TEXT,
     "fold capitals to small letters, as kith train does", ""},
    {"min-count", KITH_OPTION_INT, "1", 1, 0x1p53, "", "N", TEXT,
     "leave out words seen fewer than N times", "fastText"},
    {"ngrams", KITH_OPTION_INT, "1", 1, KITH_NGRAMS_MAX, "", "N", TEXT,
     "also word n-grams of up to N words, hashed", "fastText"},
    {"buckets", KITH_OPTION_INT, "2000000", 1, 0x1p31, "", "N", TEXT,
     "buckets that n-grams are hashed into; only those that the text fills take memory",
     "fastText"},
    {"vectors", KITH_OPTION_TEXT, "", 0, 0, "", "MODEL", TEXT,
     "word vectors to start from; sets --dim, and their other words become known too", ""},
    {"freeze-vectors", KITH_OPTION_FLAG, "false", 0, 0, "", "", TEXT,
     "keep the words' vectors as they are; n-grams and labels still learn", ""},
    {"dim", KITH_OPTION_INT, "100", 1, 16777216, "", "N", MODEL, "numbers in a vector", "fastText"},
    {"loss", KITH_OPTION_NAME, "softmax", 0, 0, "softmax ova", "NAME", MODEL,
     "softmax: the labels share one probability; ova: each against the rest", "fastText"},
    {"lr", KITH_OPTION_REAL, "0.5", 1e-12, 1000, "", "X", TRAINING, "learning rate to begin with",
     ""},
    {"schedule", KITH_OPTION_NAME, "linear", 0, 0, KITH_SCHEDULE_CHOICES, "NAME", TRAINING,
     "how the learning rate goes; values after a colon, as cosine:warm=0.05", "fastText"},
    {"epochs", KITH_OPTION_INT, "25", 1, 1000000, "", "N", TRAINING, "passes over the data", ""},
    {"class-weight", KITH_OPTION_NAME, "none", 0, 0, "none balanced", "NAME", TRAINING,
     "balanced: rows of rare labels count more, so that all labels weigh the same", "scikit-learn"},
    {"valid", KITH_OPTION_REAL, "0", 0, 0.5, "", "X", TRAINING,
     "share of the data held out of training and scored after each epoch", ""},
    {"patience", KITH_OPTION_INT, "0", 0, 1000000, "", "N", TRAINING,
     "with --valid: stop when the held-out loss has not improved for N epochs, and keep the best "
     "weights; 0 goes to the end and keeps the last",
     ""},
    {"seed", KITH_OPTION_INT, "1", 0, 0x1p53, "", "N", TRAINING, "of every random draw", ""},
    {"threads", KITH_OPTION_INT, "0", 0, 1024, "", "N", TRAINING,
     "workers; 0: one a core. Text: more than one share the weights without locks (hogwild), so "
     "only one repeats a run bit for bit",
     "Niu et al. 2011"},
    {"isa", KITH_OPTION_TEXT, "auto", 0, 0, "", "NAME", TRAINING,
     "kernels to use: base, avx2, avx512, neon; auto takes the best this machine has", ""},
    {"log", KITH_OPTION_TEXT, "", 0, 0, "", "FILE", FILES,
     "write one JSON object an epoch: loss, held-out loss, learning rate, seconds", ""},
    {"plot", KITH_OPTION_TEXT, "", 0, 0, "", "FILE", FILES,
     "draw the loss, and the held-out loss with --valid, against the epochs (SVG), anew after each",
     ""},
};

size_t kith_classify_options(kith_option_table tables[4])
{
    tables[0] = (kith_option_table){options, sizeof options / sizeof *options};
    return 1;
}

static bool is(const kith_config *c, const char *name, const char *value)
{
    return strcmp(kith_config_text(c, name), value) == 0;
}

static kith_status check(const kith_config *config, const kith_classify_config *c, kith_error *err)
{
    if (!c->text)
        return kith_fail(err, KITH_ERR_USAGE,
                         "classify train needs --text: the files are lines with __label__NAME");
    if (c->freeze_vectors && *c->vectors == '\0')
        return kith_fail(err, KITH_ERR_USAGE, "--freeze-vectors needs --vectors MODEL");
    if (*c->vectors != '\0' && kith_config_given(config, "dim"))
        return kith_fail(err, KITH_ERR_USAGE,
                         "--dim and --vectors exclude each other: the vectors have a dimension");
    if (c->patience > 0 && c->hold_out == 0)
        return kith_fail(err, KITH_ERR_USAGE, "--patience needs --valid, the data to look at");
    return KITH_OK;
}

kith_status kith_classify_configure(const kith_config *config, kith_classify_config *out,
                                    kith_error *err)
{
    const double valid = kith_config_real(config, "valid");
    const char *schedule = kith_config_text(config, "schedule");
    *out = (kith_classify_config){
        .text = kith_config_flag(config, "text"),
        .lowercase = kith_config_flag(config, "lowercase"),
        .one_vs_all = is(config, "loss", "ova"),
        .freeze_vectors = kith_config_flag(config, "freeze-vectors"),
        .balanced = is(config, "class-weight", "balanced"),
        .min_count = (uint64_t)kith_config_int(config, "min-count"),
        .buckets = (uint64_t)kith_config_int(config, "buckets"),
        .ngrams = (uint32_t)kith_config_int(config, "ngrams"),
        .vectors = kith_config_text(config, "vectors"),
        .dim = (size_t)kith_config_int(config, "dim"),
        .epochs = (uint64_t)kith_config_int(config, "epochs"),
        .seed = (uint64_t)kith_config_int(config, "seed"),
        .patience = (uint64_t)kith_config_int(config, "patience"),
        .hold_out = valid > 0 ? (uint64_t)(1 / valid + 0.5) : 0,
        .threads = (unsigned)kith_config_int(config, "threads"),
    };
    if (out->threads == 0)
        out->threads = kith_team_processors();
    out->pace.lr = kith_config_real(config, "lr");
    KITH_TRY(check(config, out, err));
    KITH_TRY(kith_schedule_parse(schedule, strlen(schedule), &out->pace, err));
    KITH_TRY(kith_pace_check_share(&out->pace, err));
    return kith_kern_choose(kith_config_text(config, "isa"), &out->kern, err);
}

/* Ours, and neither where files are nor how fast it goes. */
static bool decides_result(const kith_option *o)
{
    static const char *const groups[] = {MODEL, TEXT, TRAINING};
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (strcmp(o->group, groups[i]) == 0)
            return strcmp(o->name, "threads") != 0 && strcmp(o->name, "isa") != 0;
    return false;
}

kith_status kith_classify_config_text(const kith_config *config, char **text, kith_error *err)
{
    return kith_config_format(config, decides_result, text, err);
}
