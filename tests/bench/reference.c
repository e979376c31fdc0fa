/*
 * The speed of the slow twin (tests/ref, doubles, one pair after another): trains on a text for one
 * epoch and prints words a second, before thinning.
 *
 *     reference FILE [NAME=VALUE]...    options of `kith train`
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "ref/ref_twin.h"

static int failed(const kith_error *err)
{
    fprintf(stderr, "reference: %s\n", err->text);
    return 1;
}

static kith_status configure(char **setting, int settings, kith_config **out, kith_error *err)
{
    kith_option_table tables[4];
    KITH_TRY(kith_config_new(tables, kith_train_options(tables), out, err));
    KITH_TRY(kith_config_set(*out, "epochs", "1", err));
    for (int i = 0; i < settings; i++) {
        char name[64], *value = strchr(setting[i], '=');
        if (value == NULL)
            return kith_fail(err, KITH_ERR_USAGE, "expected NAME=VALUE, got %s", setting[i]);
        snprintf(name, sizeof name, "%.*s", (int)(value - setting[i]), setting[i]);
        KITH_TRY(kith_config_set(*out, name, value + 1, err));
    }
    return KITH_OK;
}

static kith_status run(const kith_config *config, const char *path, double *speed, kith_error *err)
{
    kith_embed_config c;
    kith_corpus *text = NULL;
    kith_embed *e = NULL;
    KITH_TRY(kith_embed_configure(config, &c, err));
    KITH_TRY(kith_corpus_read(config, &path, 1, NULL, &text, err));
    const kith_status status = kith_embed_new(&c, text, &e, err);
    if (status == KITH_OK) {
        ref_embed twin = ref_twin_of(e, false);
        const double from = kith_clock();
        ref_embed_run(&twin);
        *speed = (double)text->tokens / (kith_clock() - from);
        ref_embed_end(&twin);
        kith_embed_free(e);
    }
    kith_corpus_free(text);
    return status;
}

int main(int argc, char **argv)
{
    kith_error err = {.status = KITH_OK};
    kith_config *config = NULL;
    double speed = 0;
    if (argc < 2)
        return fputs("usage: reference FILE [NAME=VALUE]...\n", stderr), 2;
    kith_status status = configure(argv + 2, argc - 2, &config, &err);
    if (status == KITH_OK)
        status = run(config, argv[1], &speed, &err);
    kith_config_free(config);
    if (status != KITH_OK)
        return failed(&err);
    printf("%.6g\n", speed);
    return 0;
}
