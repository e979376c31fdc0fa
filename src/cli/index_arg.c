#include "index_arg.h"

#include "model_arg.h"

#include <math.h>

static const kith_option rows[] = {
    {.name = "index",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "FILE",
     .group = "Search",
     .help = "ask an index of MODEL (kith index) instead of all rows: faster, and a few of the "
             "nearest may be missing"},
    {.name = "effort",
     .type = KITH_OPTION_INT,
     .standard = "0",
     .least = 0,
     .most = UINT32_MAX,
     .value = "N",
     .group = "Search",
     .help = "with --index: rows kept at hand by a question; more find more and take longer; 0: "
             "100"},
};
const kith_option_table options_index = {.option = rows, .count = sizeof rows / sizeof *rows};

/* An index leads to what is near among all rows; it knows no other order and no part of them. */
static const char *const of_all_rows[] = {"top",  "min-count", "max-count",
                                          "only", "match",     "regex"};

kith_status index_check(const args *a, kith_error *err)
{
    if (args_text(a, "index") == NULL) {
        if (kith_config_given(a->config, "effort"))
            return kith_fail(err, KITH_ERR_USAGE, "--effort is of questions with --index FILE");
        return KITH_OK;
    }
    for (size_t i = 0; i < sizeof of_all_rows / sizeof *of_all_rows; i++)
        if (kith_config_given(a->config, of_all_rows[i]))
            return kith_fail(err, KITH_ERR_USAGE, "with --index all words may answer, not --%s",
                             of_all_rows[i]);
    if (model_by_product(a))
        return kith_fail(err, KITH_ERR_USAGE, "--index answers by sums, not by --method mul");
    return KITH_OK;
}

kith_status index_open(const args *a, const kith_vectors *v, kith_index **out, kith_error *err)
{
    const kith_index_opening how = {.copy = !args_flag(a, "mmap"),
                                    .threads = (unsigned)args_count(a, "threads"),
                                    .isa = args_text(a, "isa")};
    *out = NULL;
    if (args_text(a, "index") == NULL)
        return KITH_OK;
    return kith_index_open(args_text(a, "index"), v, &how, out, err);
}
