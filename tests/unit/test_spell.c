/* The parts of words: as they are spelt, and that their mean is the word's vector. */
#include "made_vectors.h"
#include "sample.h"

enum { DIM = 6 };

static kith_vectors *with_grams(bool sparse)
{
    static const char *const words[] = {"king", "na\xC3\xAFve", "</s>"};
    kith_vectors *v = made_vectors(words, 3, DIM);
    for (uint64_t i = 0; i < 3 * DIM; i++)
        made_row(v, i / DIM)[i % DIM] = made_number(1, i);
    sample_add_grams(v, 100, sparse, 3);
    return v;
}

typedef struct seen {
    char text[200]; /* all parts, each with a blank behind it */
    double sum[DIM];
    unsigned parts;
} seen;

static void note(void *self, const kith_word_part *part)
{
    seen *s = self;
    strncat(s->text, part->text, part->bytes);
    strcat(s->text, " ");
    for (int i = 0; i < DIM; i++)
        s->sum[i] += part->vector[i];
    s->parts++;
}

static void check_spelling(const kith_vectors *v, const char *word, const char *expected)
{
    kith_error err = {0};
    seen s = {.text = ""};
    check_ok(kith_vectors_spell(v, word, strlen(word), note, &s, &err));
    assert_string_equal(s.text, expected);
    const float *row = kith_vectors_row(v, kith_vectors_ask(v, word, strlen(word)));
    for (int i = 0; i < DIM; i++)
        check_near(row[i], s.sum[i] / s.parts, 1e-6);
}

static void the_mean_of_the_parts_is_the_word(void **state)
{
    (void)state;
    for (int sparse = 0; sparse < 2; sparse++) {
        kith_vectors *v = with_grams(sparse == 1);
        check_spelling(v, "king", "king <k <ki <kin ki kin king in ing ing> ng ng> g> ");
        check_spelling(v, "na\xC3\xAF",
                       "<n <na <na\xC3\xAF na na\xC3\xAF na\xC3\xAF> a\xC3\xAF "
                       "a\xC3\xAF> \xC3\xAF> ");
        check_spelling(v, "</s>", "</s> ");
        kith_vectors_free(v);
    }
}

static void words_alone_are_refused(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(4, DIM, 1);
    seen s = {.text = ""};
    v->format = "glove";
    check_fails_with(kith_vectors_spell(v, "w1", 2, note, &s, &err), KITH_ERR_USAGE, "glove");
    assert_int_equal(s.parts, 0);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mean_of_the_parts_is_the_word),
        cmocka_unit_test(words_alone_are_refused),
    };
    return cmocka_run_group_tests_name("vec/spell", tests, NULL, NULL);
}
