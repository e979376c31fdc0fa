/* Buckets of n-grams against ones that a few lines of Python computed. */
#include "check.h"

#include "text/subword.h"

enum { MOST = 32 };

typedef struct seen {
    uint32_t bucket[MOST];
    size_t count;
} seen;

static void note(void *self, uint32_t bucket)
{
    seen *s = self;
    assert_true(s->count < MOST);
    s->bucket[s->count++] = bucket;
}

static void buckets_are_fasttexts_in_its_order(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        kith_subwords how;
        size_t count;
        uint32_t bucket[MOST];
    } words[] = {
        {"king",
         {3, 6, 2000000u},
         10,
         {299675u, 1736367u, 824152u, 785298u, 1950837u, 736598u, 420536u, 771707u, 590751u,
          217300u}},
        {"naïve", {3, 4, 1000u}, 9, {890u, 692u, 546u, 404u, 832u, 7u, 570u, 548u, 654u}},
        {"語", {1, 3, 4294967295u}, 4, {3013514917u, 1571231233u, 3957408283u, 2023432255u}},
        {"a", {1, 1, 10u}, 1, {0u}},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        seen s = {.count = 0};
        kith_subwords_visit(&words[i].how, words[i].word, strlen(words[i].word), note, &s);
        assert_int_equal(s.count, words[i].count);
        for (size_t k = 0; k < s.count; k++)
            assert_int_equal(s.bucket[k], words[i].bucket[k]);
    }
}

static void the_end_of_a_sentence_and_no_buckets_have_none(void **state)
{
    (void)state;
    seen s = {.count = 0};
    kith_subwords_visit(&(kith_subwords){3, 6, 100}, "</s>", 4, note, &s);
    kith_subwords_visit(&(kith_subwords){3, 6, 0}, "king", 4, note, &s);
    kith_subwords_visit(&(kith_subwords){0, 0, 100}, "king", 4, note, &s);
    assert_int_equal(s.count, 0);
}

static void bytes_that_are_no_utf8_are_passed_without_harm(void **state)
{
    (void)state;
    seen s = {.count = 0};
    kith_subwords_visit(&(kith_subwords){1, 2, 7}, "\xBF\xFF\x80", 3, note, &s);
    kith_subwords_visit(&(kith_subwords){1, 2, 7}, "", 0, note, &s);
    assert_true(s.count > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buckets_are_fasttexts_in_its_order),
        cmocka_unit_test(the_end_of_a_sentence_and_no_buckets_have_none),
        cmocka_unit_test(bytes_that_are_no_utf8_are_passed_without_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
