/*
 * The text of a net: what it parses to, that its canonical text parses to the same, and that every
 * kind of mistake is told with its column.
 */
#include "check.h"

#include "nn/spec.h"

static char *canonical(const char *text)
{
    kith_error err;
    kith_spec spec;
    char *out = NULL;
    check_ok(kith_spec_parse(text, &spec, &err));
    check_ok(kith_spec_format(&spec, &out, &err));
    kith_spec_clear(&spec);
    return out;
}

static void a_canonical_text_comes_back_as_it_was(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "784-512relu-dropout0.2-512relu-10softmax",
        "784-256relu-dropout0.2-bn-128prelu-res(64relu-128)-10softmax",
        "?-32tanh-?",
        "?-16relu-?softmax",
        "4-8elu:0.5:he-2",
        "4-8:zero-8:frozen-8tanh:xavier-normal:frozen-2sigmoid",
        "4-8-bn-relu-8-ln:eps=out-tanh-bn:eps=out-2softmax",
        "6-noise0.1-3relu-6:tied",
        "784-256relu-32-256relu:tied-784sigmoid:tied",
        "4-dropout0.5,standard-3",
        "4-res(4relu-res(3tanh-4)-4)-3",
        "4-8relu-head:digit(10softmax)-head:odd:0.25(4tanh-1sigmoid)",
        "2-1step",
        "3-2relu:normal:0.005-1",
        "4-8relu:he:wnoise:0.05:frozen-2:wnoise:1",
        "4-9sigmoid-kl:0.05,3-topk:2-l1:0.001-2",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *out = canonical(texts[i]);
        assert_string_equal(out, texts[i]);
        free(out);
    }
}

static void values_that_are_the_standard_ones_are_left_out(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"4-8elu:1-2linear", "4-8elu-2"},           {"4-8leaky:0.010-2", "4-8leaky-2"},
        {"4-dropout0.250000-2", "4-dropout0.25-2"}, {"4-dropout0-2", "4-dropout0-2"},
        {"4-head:a:1(2)", "4-head:a(2)"},           {"04-08-2", "4-8-2"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char *out = canonical(pairs[i][0]);
        assert_string_equal(out, pairs[i][1]);
        free(out);
    }
}

static void nodes_have_widths_values_and_mates(void **state)
{
    (void)state;
    kith_error err;
    kith_spec s;
    check_ok(kith_spec_parse("6-4relu-res(3tanh-dropout0.25-4)-6:tied", &s, &err));
    assert_int_equal(s.inputs, 6);
    assert_int_equal(s.outputs, 6);
    assert_int_equal(s.nodes, 7);
    assert_int_equal(s.node[1].kind, KITH_NODE_RES_OPEN);
    assert_int_equal(s.node[1].mate, 5);
    assert_int_equal(s.node[5].mate, 1);
    assert_int_equal(s.node[2].in, 4);
    assert_int_equal(s.node[3].out, 3);
    check_near(s.node[3].amount, 0.25, 0);
    assert_int_equal(s.node[4].column, 31);
    kith_spec_clear(&s);
}

static void open_sizes_are_filled_in_and_fixed_ones_are_checked(void **state)
{
    (void)state;
    kith_error err;
    kith_spec s;
    check_ok(kith_spec_parse("?-8relu-?softmax", &s, &err));
    assert_int_equal(s.inputs, KITH_SPEC_INFERRED);
    check_ok(kith_spec_infer(&s, 5, 3, &err));
    assert_int_equal(s.node[0].in, 5);
    assert_int_equal(s.outputs, 3);
    check_fails_with(kith_spec_infer(&s, 6, 3, &err), KITH_ERR_USAGE, "has 5 inputs, expected 6");
    check_fails_with(kith_spec_infer(&s, 5, 4, &err), KITH_ERR_USAGE, "has 3 outputs, expected 4");
    kith_spec_clear(&s);
}

static void halves_are_tied_like_brackets(void **state)
{
    (void)state;
    kith_error err;
    kith_spec s;
    check_ok(kith_spec_parse("9-5relu-2-5relu-9", &s, &err));
    check_ok(kith_spec_tie(&s, &err));
    assert_int_equal(s.node[2].mate, 1);
    assert_int_equal(s.node[3].mate, 0);
    kith_spec_clear(&s);
    check_ok(kith_spec_parse("9-5-2-9", &s, &err));
    check_fails_with(kith_spec_tie(&s, &err), KITH_ERR_USAGE, "no halves");
    kith_spec_clear(&s);
}

static void mistakes_are_told_with_their_column(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "column 1: expected a size"},
        {"784", "column 4: expected - and a layer, got the end"},
        {"784-", "column 5: expected a layer"},
        {"784-512relu-", "column 13: expected a layer"},
        {"784-512rleu-10", "column 8: unknown activation 'rleu', did you mean 'relu'"},
        {"784-512relu:hee-10", "column 13: unknown initialiser 'hee'"},
        {"784-512relu:-10", "column 13: expected an initialiser"},
        {"784-dropout1-10", "column 12: expected a rate"},
        {"784-dropout-10", "column 12: expected a rate"},
        {"784-dropout1e-3-10", "column 12: expected a rate"},
        {"784-dropout0.1234567-10", "column 12: expected a rate"},
        {"784-dropout0.2,std-10", "column 16: expected standard"},
        {"784-dropuot0.2-10", "column 5: unknown activation 'dropuot0'"},
        {"784-0-10", "column 5: expected a size"},
        {"784-9sigmoid-kl:0,3-10", "column 17: expected a mean between 0 and 1"},
        {"784-9sigmoid-kl:0.1-10", "column 20: expected ,STRENGTH"},
        {"784-9tanh-kl:0.1,3-10", "column 11: kl is for values of 0 to 1"},
        {"784-l1:-10", "column 8: expected a strength"},
        {"784-9-topk:?-10", "column 12: expected how many values pass"},
        {"784-9-topk:10-10", "column 7: topk:10 of 9 values"},
        {"784-99999999-10", "column 5: expected a size"},
        {"784-?-10", "column 5: only the first and the last size"},
        {"784-res(64relu-100)-10", "column 5: a residual block takes and gives different widths"},
        {"784-res(784", "column 12: expected )"},
        {"784-res()-10", "column 9: expected a layer"},
        {"784-10)-3", "column 7: no block is open"},
        {"784-10 -3", "column 7: expected - or )"},
        {"784-head:(3)", "column 10: expected a name"},
        {"784-head:a(3)-10", "column 15: only heads may follow"},
        {"784-res(head:a(784))", "column 9: a head stands inside no other block"},
        {"9-4-9:tied-9:tied", "column 12: no layer is left to tie with"},
        {"9-4-8:tied", "column 5: a tied layer 4-8 does not mirror 9-4"},
        {"9-4-9:tied:he", "column 5: a tied layer has no weights of its own"},
        {"9-4elu:0-2", "column 4: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err = {0};
        kith_spec s;
        if (kith_spec_parse(cases[i][0], &s, &err) != KITH_ERR_USAGE)
            fail_msg("'%s' was accepted", cases[i][0]);
        check_contains(err.text, cases[i][1]);
        assert_null(strchr(err.text, '\n'));
    }
}

/* Anything that is cut off or has one byte changed is accepted or refused, and never more. */
static void cut_and_changed_texts_are_safe(void **state)
{
    (void)state;
    static const char text[] =
        "784-256elu:0.5:he-dropout0.2,standard-bn:eps=out-res(6relu-256:frozen)-head:a:0.5(1step)";
    char copy[sizeof text];
    kith_error err;
    kith_spec s;
    for (size_t i = 0; i < sizeof text - 1; i++)
        for (int c = 0; c < 256; c++) {
            memcpy(copy, text, sizeof copy);
            copy[i] = (char)c;
            if (kith_spec_parse(copy, &s, &err) == KITH_OK) {
                char *first = NULL;
                check_ok(kith_spec_format(&s, &first, &err));
                char *again = canonical(first);
                assert_string_equal(first, again);
                free(first);
                free(again);
            }
            kith_spec_clear(&s);
        }
}

static void depth_and_length_are_limited_by_the_text_alone(void **state)
{
    (void)state;
    kith_error err;
    kith_spec s;
    char *deep = calloc(1, 200000);
    strcpy(deep, "2");
    size_t used = 1;
    for (int i = 0; i < 1000; i++)
        used += (size_t)sprintf(deep + used, "-res(2");
    memset(deep + used, ')', 1000);
    check_ok(kith_spec_parse(deep, &s, &err));
    assert_int_equal(s.nodes, 3000);
    kith_spec_clear(&s);
    for (int i = 0; i < 6000; i++)
        memcpy(deep + 2 * i, "2-", 2);
    strcpy(deep + 12000, "2");
    check_fails_with(kith_spec_parse(deep, &s, &err), KITH_ERR_USAGE, "at most 4096 layers");
    free(deep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_canonical_text_comes_back_as_it_was),
        cmocka_unit_test(values_that_are_the_standard_ones_are_left_out),
        cmocka_unit_test(nodes_have_widths_values_and_mates),
        cmocka_unit_test(open_sizes_are_filled_in_and_fixed_ones_are_checked),
        cmocka_unit_test(halves_are_tied_like_brackets),
        cmocka_unit_test(mistakes_are_told_with_their_column),
        cmocka_unit_test(cut_and_changed_texts_are_safe),
        cmocka_unit_test(depth_and_length_are_limited_by_the_text_alone),
    };
    return cmocka_run_group_tests_name("nn/spec", tests, NULL, NULL);
}
