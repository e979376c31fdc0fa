#include "task/classify_config.h"

#include <string.h>

#include "base/team.h"
#include "task/dense_config.h"
#include "task/features.h"

#define MODEL "Model"
#define TABLE "Table"
#define TEXT "Text"
#define TRAINING "Training"

static const kith_option options[] = {
    {"label", KITH_OPTION_TEXT, "auto", 0, 0, "", "COLUMN", TABLE,
     "the column of labels: its name, its number from 1, first, last, or auto: the one named label "
     "or class",
     ""},
    {"labels", KITH_OPTION_TEXT, "", 0, 0, "", "FILE", TABLE,
     "labels in a file of their own: IDX, or one a line", ""},
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
    {"class-weight", KITH_OPTION_TEXT, "none", 0, 0, "", "LIST", TRAINING,
     "how much rows count: LABEL=W,LABEL=W and 1 for other labels, or balanced: rows of rare "
     "labels "
     "count more, so that all labels weigh the same",
     "scikit-learn"},
};

size_t kith_classify_options(kith_option_table tables[4])
{
    tables[0] = (kith_option_table){options, sizeof options / sizeof *options};
    tables[1] = kith_table_reading_options();
    tables[2] = kith_dense_options();
    return 3;
}

static bool is(const kith_config *c, const char *name, const char *value)
{
    return strcmp(kith_config_text(c, name), value) == 0;
}

static kith_status check(const kith_config *config, const kith_classify_config *c, kith_error *err)
{
    static const char *const for_tables[] = {"net", "augment", "init-with", "freeze", "dry-run"};
    const char *loss = kith_config_text(config, "loss"), *optim = kith_config_text(config, "optim");
    if (*loss != '\0' && strcmp(loss, "softmax") != 0 && strcmp(loss, "ova") != 0)
        return kith_fail(err, KITH_ERR_USAGE, "--loss '%s': text takes softmax or ova", loss);
    if (*optim != '\0' && strcmp(optim, "sgd") != 0)
        return kith_fail(err, KITH_ERR_USAGE,
                         "--optim '%s': text takes sgd alone, whose steps touch a line's rows only",
                         optim);
    for (size_t i = 0; i < sizeof for_tables / sizeof *for_tables; i++)
        if (kith_config_given(config, for_tables[i]))
            return kith_fail(err, KITH_ERR_USAGE, "--%s is for tables, not for --text",
                             for_tables[i]);
    if (c->freeze_vectors && *c->vectors == '\0')
        return kith_fail(err, KITH_ERR_USAGE, "--freeze-vectors needs --vectors MODEL");
    if (*c->vectors != '\0' && kith_config_given(config, "dim"))
        return kith_fail(err, KITH_ERR_USAGE,
                         "--dim and --vectors exclude each other: the vectors have a dimension");
    if (c->hold_out > 0 && c->folds > 0)
        return kith_fail(err, KITH_ERR_USAGE, "--valid and --fold exclude each other");
    if (c->bag && (c->hold_out > 0 || c->folds > 0))
        return kith_fail(err, KITH_ERR_USAGE,
                         "--bag and --%s exclude each other with --text: a line drawn twice "
                         "could be learnt and held out",
                         c->folds > 0 ? "fold" : "valid");
    if (c->patience > 0 && c->hold_out == 0 && c->folds == 0)
        return kith_fail(err, KITH_ERR_USAGE, "--patience needs --valid, the data to look at");
    return KITH_OK;
}

kith_status kith_classify_configure(const kith_config *config, kith_classify_config *out,
                                    kith_error *err)
{
    const double valid = kith_config_real(config, "valid");
    const char *schedule = kith_config_text(config, "schedule");
    *out = (kith_classify_config){
        .lowercase = kith_config_flag(config, "lowercase"),
        .one_vs_all = is(config, "loss", "ova"),
        .freeze_vectors = kith_config_flag(config, "freeze-vectors"),
        .bag = kith_config_flag(config, "bag"),
        .class_weight = kith_config_text(config, "class-weight"),
        .min_count = (uint64_t)kith_config_int(config, "min-count"),
        .buckets = (uint64_t)kith_config_int(config, "buckets"),
        .ngrams = (uint32_t)kith_config_int(config, "ngrams"),
        .vectors = kith_config_text(config, "vectors"),
        .dim = (size_t)kith_config_int(config, "dim"),
        .epochs =
            kith_config_given(config, "epochs") ? (uint64_t)kith_config_int(config, "epochs") : 25,
        .seed = (uint64_t)kith_config_int(config, "seed"),
        .patience = (uint64_t)kith_config_int(config, "patience"),
        .hold_out = valid > 0 ? (uint64_t)(1 / valid + 0.5) : 0,
        .threads = (unsigned)kith_config_int(config, "threads"),
    };
    if (out->threads == 0)
        out->threads = kith_team_processors();
    out->pace.lr = kith_config_given(config, "lr") ? kith_config_real(config, "lr") : 0.5;
    KITH_TRY(kith_fold_parse(kith_config_text(config, "fold"), &out->fold, &out->folds, err));
    KITH_TRY(check(config, out, err));
    KITH_TRY(kith_schedule_parse(schedule, strlen(schedule), &out->pace, err));
    KITH_TRY(kith_pace_check_share(&out->pace, err));
    return kith_kern_choose(kith_config_text(config, "isa"), &out->kern, err);
}
