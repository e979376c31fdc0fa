/* The table of all mechanisms: complete, each name once and read back by its own parser. */
#include "check.h"

#include "nn/act.h"
#include "nn/init.h"
#include "nn/loss.h"
#include "nn/optim.h"
#include "nn/schedule.h"
#include "nn/spec.h"

/* A layer's note is "as TEXT", how it is written, and perhaps a remark behind a semicolon. */
static kith_status parse_layer(const kith_mechanism *m, kith_error *err)
{
    char text[64];
    kith_spec spec;
    assert_memory_equal(m->note, "as ", 3);
    snprintf(text, sizeof text, "4-4sigmoid-%.*s", (int)strcspn(m->note + 3, ";"), m->note + 3);
    const kith_status status = kith_spec_parse(text, &spec, err);
    if (status == KITH_OK)
        kith_spec_clear(&spec);
    return status;
}

/* An option is one of the commands that train nets, with the default that is told. */
static kith_status parse_option(const kith_mechanism *m, kith_error *err)
{
    kith_option_table tables[4];
    for (int task = 0; task < 2; task++)
        for (size_t t = 0,
                    n = task == 0 ? kith_classify_options(tables) : kith_autoencode_options(tables);
             t < n; t++)
            for (size_t i = 0; i < tables[t].count; i++) {
                const kith_option *o = &tables[t].option[i];
                const char *told = strchr(m->standard, '=');
                if (strcmp(o->name, m->name) != 0)
                    continue;
                assert_string_equal(told != NULL ? told + 1 : "", o->standard);
                return KITH_OK;
            }
    return kith_fail(err, KITH_ERR_USAGE, "no option --%s", m->name);
}

static kith_status parse(const kith_mechanism *m, kith_error *err)
{
    const size_t bytes = strlen(m->name);
    kith_act_use act;
    kith_init_use init;
    kith_optim optim;
    kith_pace pace = {.lr = 1};
    const kith_loss *loss;
    kith_real a;
    char text[64];
    if (strcmp(m->kind, "activation") == 0)
        return kith_act_parse(m->name, bytes, &act, err);
    if (strcmp(m->kind, "loss") == 0)
        return kith_loss_parse(m->name, bytes, &loss, &a, err);
    if (strcmp(m->kind, "initialiser") == 0)
        return kith_init_parse(m->name, bytes, &init, err);
    if (strcmp(m->kind, "optimiser") == 0)
        return kith_optim_parse(m->name, bytes, &optim, err);
    if (strcmp(m->kind, "schedule") == 0)
        return kith_schedule_parse(m->name, bytes, &pace, err);
    if (strcmp(m->kind, "layer") == 0)
        return parse_layer(m, err);
    if (strcmp(m->kind, "option") == 0)
        return parse_option(m, err);
    assert_string_equal(m->kind, "setting");
    const bool warm = strcmp(m->name, "warm") == 0;
    snprintf(text, sizeof text, "%s:%s=0.5", warm ? "linear" : "sgd", m->name);
    return warm ? kith_schedule_parse(text, strlen(text), &pace, err)
                : kith_optim_parse(text, strlen(text), &optim, err);
}

static void every_mechanism_is_told_in_full_and_read_back_by_its_name(void **state)
{
    (void)state;
    kith_error err;
    kith_mechanism m;
    size_t count = 0;
    for (; kith_mechanism_at(count, &m); count++) {
        assert_true(*m.name != '\0' && *m.formula != '\0' && *m.source != '\0');
        assert_true(strlen(m.standard) < sizeof m.standard - 1);
        check_ok(parse(&m, &err));
    }
    assert_true(count > 60);
}

static void every_name_is_there_once_in_its_kind(void **state)
{
    (void)state;
    kith_mechanism a, b;
    for (size_t i = 0; kith_mechanism_at(i, &a); i++)
        for (size_t j = 0; j < i && kith_mechanism_at(j, &b); j++)
            assert_false(strcmp(a.kind, b.kind) == 0 && strcmp(a.name, b.name) == 0);
}

static void defaults_are_those_that_a_bare_name_gets(void **state)
{
    (void)state;
    kith_mechanism m;
    for (size_t i = 0; kith_mechanism_at(i, &m); i++) {
        if (strcmp(m.name, "adamw") == 0)
            assert_string_equal(m.standard, "lr=0.001 b1=0.9 b2=0.999 eps=1e-8 decay=0.01");
        if (strcmp(m.name, "leaky") == 0)
            assert_string_equal(m.standard, "a=0.01");
        if (strcmp(m.name, "adam:notes0") == 0)
            assert_false(m.shown);
    }
}

/* The choices of an option name all of a kind but the variants, in its order. */
static void check_choices(const char *kind, const char *choices)
{
    char all[512] = "";
    kith_mechanism m;
    for (size_t i = 0; kith_mechanism_at(i, &m); i++)
        if (strcmp(m.kind, kind) == 0 && strchr(m.name, ':') == NULL) {
            const size_t used = strlen(all);
            snprintf(all + used, sizeof all - used, "%s%s", used > 0 ? " " : "", m.name);
        }
    assert_string_equal(choices, all);
}

static void the_choices_of_options_are_those_of_the_table(void **state)
{
    (void)state;
    kith_option_table tables[4];
    size_t found = 0;
    for (size_t t = 0, n = kith_train_options(tables); t < n; t++)
        for (size_t i = 0; i < tables[t].count; i++) {
            const kith_option *o = &tables[t].option[i];
            static const char *const option[] = {"optim", "schedule", "init-vectors"};
            static const char *const kind[] = {"optimiser", "schedule", "initialiser"};
            for (size_t k = 0; k < 3; k++)
                if (strcmp(o->name, option[k]) == 0) {
                    check_choices(kind[k], o->choices);
                    found++;
                }
        }
    assert_int_equal(found, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mechanism_is_told_in_full_and_read_back_by_its_name),
        cmocka_unit_test(every_name_is_there_once_in_its_kind),
        cmocka_unit_test(defaults_are_those_that_a_bare_name_gets),
        cmocka_unit_test(the_choices_of_options_are_those_of_the_table),
    };
    return cmocka_run_group_tests_name("nn/registry", tests, NULL, NULL);
}
