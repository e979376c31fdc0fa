#include "task/dense_config.h"

#include <math.h>
#include <string.h>

#include "base/option_text.h"

#define NET "Net"
#define TRAINING "Training"
#define DATA "Table"
#define FILES "Files"

static const kith_option options[] = {
    {"net", KITH_OPTION_TEXT, "", 0, 0, "", "SPEC", NET,
     "the layers, as 784-256relu-dropout0.2-10softmax; ? is a size that the data give. Unless "
     "given: ?-64relu-?softmax to classify, ?-64relu-? to regress",
     ""},
    {"loss", KITH_OPTION_TEXT, "", 0, 0, "", "NAME", NET,
     "what is made small (kith net list); unless given, what goes with the outputs. Text: softmax "
     "or ova, each label against the rest",
     ""},
    {"init", KITH_OPTION_TEXT, "", 0, 0, "", "NAME", NET,
     "first weights; unless given he for the ReLU family, else xavier", ""},
    {"optim", KITH_OPTION_NAME, "", 0, 0, KITH_RULE_CHOICES, "NAME", TRAINING,
     "rule of the weights' steps, adam unless given; values after a colon, as "
     "adam:l2=1e-4,clip=1; text always takes sgd",
     ""},
    {"lr", KITH_OPTION_REAL, "", 1e-12, 1000, "", "X", TRAINING,
     "learning rate to begin with; unless given the rule's own, 0.5 for text", ""},
    {"schedule", KITH_OPTION_NAME, "linear", 0, 0, KITH_SCHEDULE_CHOICES, "NAME", TRAINING,
     "how the learning rate goes; values after a colon, as cosine:warm=0.05", "fastText"},
    {"batch", KITH_OPTION_INT, "32", 1, 1 << 20, "", "N", TRAINING, "rows of a step of a net", ""},
    {"epochs", KITH_OPTION_INT, "", 1, 1000000, "", "N", TRAINING,
     "passes over the data; unless given 25 for text; 100 for tables, or as many as make 4000 "
     "steps "
     "(chosen by cross-validation on small tables)",
     ""},
    {"clip", KITH_OPTION_REAL, "0", 0, 1e30, "", "X", TRAINING,
     "longest gradient of a net over all its weights; 0: any", ""},
    {"augment", KITH_OPTION_TEXT, "", 0, 0, "", "LIST", TRAINING,
     "images (IDX) move a little each time they are trained on: any of shift=PIXELS, "
     "rotate=DEGREES, scale=SHARE, flip, as shift=2,rotate=10; labels stay",
     ""},
    {"init-with", KITH_OPTION_TEXT, "", 0, 0, "", "MODEL", TRAINING,
     "start from the layers of a model of classify, regress or autoencode, from the first on while "
     "they are alike, and keep its scaling of features; unless --net is given, from all of its net",
     ""},
    {"freeze", KITH_OPTION_INT, "0", 0, 4096, "", "N", TRAINING,
     "with --init-with: the first N layers with weights stay as they are", ""},
    {"valid", KITH_OPTION_REAL, "0", 0, 0.5, "", "X", TRAINING,
     "share of the data held out of training and scored after each epoch", ""},
    {"fold", KITH_OPTION_TEXT, "", 0, 0, "", "I/K", TRAINING,
     "instead of a share: hold out part I of K of the rows or lines, each part with its share of "
     "every label (cross-validation: kith net tune --folds K)",
     ""},
    {"patience", KITH_OPTION_INT, "0", 0, 1000000, "", "N", TRAINING,
     "with --valid: stop when the held-out loss has not improved for N epochs, and keep the best "
     "weights; 0 goes to the end and keeps the last",
     ""},
    {"bag", KITH_OPTION_FLAG, "false", 0, 0, "", "", TRAINING,
     "learn from as many rows drawn with replacement, other ones for each --seed; a member for "
     "kith "
     "net average",
     "Breiman 1996"},
    {"seed", KITH_OPTION_INT, "1", 0, 0x1p53, "", "N", TRAINING, "of every random draw", ""},
    {"threads", KITH_OPTION_INT, "0", 0, 1024, "", "N", TRAINING,
     "workers; 0: one a core, fewer for a net too small to share. A net gets the same bits from "
     "any "
     "number. Text: more than one share "
     "the weights without locks (hogwild), so only one repeats a run bit for bit",
     "Niu et al. 2011"},
    {"isa", KITH_OPTION_TEXT, "auto", 0, 0, "", "NAME", TRAINING,
     "kernels to use: base, avx2, avx512, avx512vnni, neon; auto takes the best this machine has",
     ""},
    {"log", KITH_OPTION_TEXT, "", 0, 0, "", "FILE", FILES,
     "write one JSON object an epoch: loss, held-out loss, accuracies, learning rate, seconds; of "
     "a "
     "net's layers the length of the last gradient, and units that were 0 for every row",
     ""},
    {"plot", KITH_OPTION_TEXT, "", 0, 0, "", "FILE", FILES,
     "draw loss and accuracy, and with --valid the held-out ones, against the epochs (SVG), anew "
     "after each",
     ""},
    {"dry-run", KITH_OPTION_FLAG, "false", 0, 0, "", "", FILES,
     "read the table and print what the net would be, its shapes, parameters and bytes; learn and "
     "write nothing",
     ""},
};

static const kith_option table_options[] = {
    {"missing", KITH_OPTION_NAME, "error", 0, 0, "error mean zero drop", "NAME", DATA,
     "cells without a number: refused, the column's mean, 0, or the row left out", ""},
    {"scale", KITH_OPTION_NAME, "zscore", 0, 0, "none zscore minmax", "NAME", DATA,
     "bring features to mean 0 and deviation 1, or to 0..1; fitted on the rows trained on", ""},
};

kith_option_table kith_dense_options(void)
{
    return (kith_option_table){options, sizeof options / sizeof *options};
}

kith_option_table kith_table_reading_options(void)
{
    return (kith_option_table){table_options, sizeof table_options / sizeof *table_options};
}

kith_table_options kith_table_options_of(const kith_config *config)
{
    kith_table_options o = {.missing = kith_config_text(config, "missing")};
    if (kith_config_option(config, "target") != NULL)
        o.targets = kith_config_text(config, "target");
    if (kith_config_option(config, "label") != NULL && *kith_config_text(config, "label") != '\0')
        o.label = kith_config_text(config, "label");
    if (kith_config_option(config, "labels") != NULL && kith_config_given(config, "labels")) {
        o.labels_file = kith_config_text(config, "labels");
        o.label = NULL;
    }
    return o;
}

static const kith_option regress_options[] = {
    {"target", KITH_OPTION_TEXT, "last", 0, 0, "", "COLUMNS", DATA,
     "columns of numbers to predict: names, numbers from 1, or last, separated by commas", ""},
};

/* Apart, for where they stand beside a classifier's, which has a label of its own. */
static const kith_option regress_label_options[] = {
    {"label", KITH_OPTION_TEXT, "", 0, 0, "", "COLUMN", DATA,
     "a column of labels, to be left out: its name, its number from 1, first or last", ""},
};

size_t kith_regress_options(kith_option_table tables[4])
{
    tables[0] = (kith_option_table){regress_options, sizeof regress_options / sizeof *options};
    tables[1] = kith_table_reading_options();
    tables[2] = kith_dense_options();
    tables[3] = (kith_option_table){regress_label_options, 1};
    return 4;
}

static const kith_option autoencode_options[] = {
    {"tied", KITH_OPTION_FLAG, "false", 0, 0, "", "", NET,
     "each layer behind the code has the transposed weights of its mirror image before it", ""},
    {"noise", KITH_OPTION_TEXT, "", 0, 0, "", "KIND:X", NET,
     "learn to undo damage: mask:P puts each number to 0 with chance P, gauss:S adds N(0, S^2)",
     "Vincent et al. 2008"},
    {"sparse", KITH_OPTION_TEXT, "", 0, 0, "", "KIND:X", NET,
     "keep the code sparse: kl:RHO,BETA pulls the mean of each sigmoid unit to RHO, l1:LAMBDA "
     "pulls "
     "each value to 0, topk:K lets the K largest of a row pass; the code may then be wider than "
     "its "
     "input",
     "Ng 2011; Makhzani & Frey 2014"},
    {"label", KITH_OPTION_TEXT, "auto", 0, 0, "", "COLUMN", DATA,
     "a column of labels, to be left out: its name, its number from 1, first, last, or auto: the "
     "one named label or class",
     ""},
};

size_t kith_autoencode_options(kith_option_table tables[4])
{
    tables[0] =
        (kith_option_table){autoencode_options, sizeof autoencode_options / sizeof *options};
    tables[1] = kith_table_reading_options();
    tables[2] = kith_dense_options();
    return 3;
}

static kith_status check(const kith_dense_config *c, kith_error *err)
{
    if (c->patience > 0 && !(c->valid > 0) && c->folds == 0)
        return kith_fail(err, KITH_ERR_USAGE, "--patience needs --valid, the data to look at");
    if (c->valid > 0 && c->folds > 0)
        return kith_fail(err, KITH_ERR_USAGE, "--valid and --fold exclude each other");
    if (c->freeze > 0 && *c->init_with == '\0')
        return kith_fail(err, KITH_ERR_USAGE,
                         "--freeze needs --init-with MODEL, whose layers stay as they are");
    if (c->goal == KITH_GOAL_ENCODE && *c->net == '\0' && *c->init_with == '\0')
        return kith_fail(err, KITH_ERR_USAGE,
                         "an autoencoder needs --net SPEC, as 784-128relu-30-128relu-784");
    return KITH_OK;
}

/* "mask:0.3", "gauss:0.1", or "" for none. */
static kith_status read_noise(const char *text, kith_dense_config *c, kith_error *err)
{
    const size_t name = strcspn(text, ":");
    const char *number = text[name] == ':' ? text + name + 1 : "";
    if (*text == '\0')
        return KITH_OK;
    c->corruption = strncmp(text, "mask:", 5) == 0    ? KITH_CORRUPT_MASK
                    : strncmp(text, "gauss:", 6) == 0 ? KITH_CORRUPT_GAUSS
                                                      : KITH_CORRUPT_NONE;
    const bool read = kith_parse_real(number, strlen(number), &c->corruption_amount);
    const double most = c->corruption == KITH_CORRUPT_MASK ? 1 : 1e6;
    if (c->corruption == KITH_CORRUPT_NONE || !read || !(c->corruption_amount >= 0) ||
        !(c->corruption_amount < most))
        return kith_fail(err, KITH_ERR_USAGE,
                         "--noise '%s': expected mask:P with P in [0, 1), or gauss:DEVIATION",
                         text);
    return KITH_OK;
}

kith_status kith_fold_parse(const char *text, size_t *fold, size_t *folds, kith_error *err)
{
    const size_t first = strcspn(text, "/");
    uint64_t part = 0, parts = 0;
    *fold = *folds = 0;
    if (*text == '\0')
        return KITH_OK;
    if (text[first] != '/' || !kith_parse_u64(text, first, &part) ||
        !kith_parse_u64(text + first + 1, strlen(text + first + 1), &parts) || part < 1 ||
        part > parts || parts < 2 || parts > UINT32_MAX)
        return kith_fail(err, KITH_ERR_USAGE,
                         "--fold '%s': expected I/K, part I of K (2 or more), as 3/10", text);
    *fold = (size_t)part;
    *folds = (size_t)parts;
    return KITH_OK;
}

kith_status kith_dense_configure(const kith_config *config, kith_goal goal, kith_dense_config *out,
                                 kith_error *err)
{
    const char *optim = kith_config_text(config, "optim"), *schedule;
    const bool given = kith_config_given(config, "epochs");
    *out = (kith_dense_config){
        .goal = goal,
        .net = kith_config_text(config, "net"),
        .loss = kith_config_text(config, "loss"),
        .init = kith_config_text(config, "init"),
        .sparse = "",
        .batch = (size_t)kith_config_int(config, "batch"),
        .epochs = given ? (uint64_t)kith_config_int(config, "epochs") : 100,
        .least_steps = given ? 0 : 4000,
        .clip = kith_config_real(config, "clip"),
        .seed = (uint64_t)kith_config_int(config, "seed"),
        .patience = (uint64_t)kith_config_int(config, "patience"),
        .bag = kith_config_flag(config, "bag"),
        .valid = kith_config_real(config, "valid"),
        .threads = (unsigned)kith_config_int(config, "threads"),
        .init_with = kith_config_text(config, "init-with"),
        .freeze = (uint64_t)kith_config_int(config, "freeze"),
        .dry = kith_config_flag(config, "dry-run"),
    };
    if (goal == KITH_GOAL_CLASSIFY)
        out->class_weight = kith_config_text(config, "class-weight");
    KITH_TRY(kith_fold_parse(kith_config_text(config, "fold"), &out->fold, &out->folds, err));
    KITH_TRY(kith_augment_parse(kith_config_text(config, "augment"), &out->augment, err));
    if (goal == KITH_GOAL_ENCODE) {
        out->tied = kith_config_flag(config, "tied");
        out->sparse = kith_config_text(config, "sparse");
        KITH_TRY(read_noise(kith_config_text(config, "noise"), out, err));
    }
    KITH_TRY(check(out, err));
    optim = *optim != '\0' ? optim : "adam";
    schedule = kith_config_text(config, "schedule");
    KITH_TRY(kith_optim_parse(optim, strlen(optim), &out->optim, err));
    KITH_TRY(kith_schedule_parse(schedule, strlen(schedule), &out->pace, err));
    out->pace.lr = out->optim.hyper.lr > 0 ? (double)out->optim.hyper.lr : 0.01;
    if (kith_config_given(config, "lr"))
        out->pace.lr = kith_config_real(config, "lr");
    KITH_TRY(kith_scaling_parse(kith_config_text(config, "scale"), &out->scaling, err));
    return kith_kern_choose(kith_config_text(config, "isa"), &out->kern, err);
}

/* Ours, and neither where files are nor how fast it goes. */
static bool decides_result(const kith_option *o)
{
    static const char *const others[] = {"output", "quiet",  "help", "threads", "isa",
                                         "log",    "labels", "plot", "dry-run"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(o->name, others[i]) == 0)
            return false;
    return true;
}

kith_status kith_task_config_text(const kith_config *config, char **text, kith_error *err)
{
    return kith_config_format(config, decides_result, text, err);
}
