/* Word Mover's Distance: along a line it is the area between two cumulated shares. */
#include "made_vectors.h"

enum { WORDS = 30, TEXT = 200 };

static double mover(const kith_vectors *v, bool raw, const char *x, const char *y)
{
    kith_error err = {0};
    kith_mover m;
    check_ok(kith_query_mover(v, raw, x, strlen(x), y, strlen(y), &m, &err));
    return m.distance;
}

/* A text of n words; word w stands at w * w / 10.0 on the line. share [WORDS] is what each has. */
static void write_text(uint64_t seed, uint64_t n, char *text, double *share)
{
    for (uint64_t w = 0; w < WORDS; w++)
        share[w] = 0;
    for (uint64_t i = 0; i < n; i++) {
        const uint64_t w = (uint64_t)((made_number(seed, i) + 1) * WORDS / 2) % WORDS;
        text += sprintf(text, " w%d", (int)w);
        share[w] += 1 / (double)n;
    }
}

static void along_a_line_it_is_the_area_between_the_shares(void **state)
{
    (void)state;
    kith_vectors *v = made_vectors(NULL, WORDS, 1);
    for (uint64_t w = 0; w < WORDS; w++)
        made_row(v, w)[0] = (float)(w * w) / 8;
    for (uint64_t seed = 0; seed < 40; seed++) {
        char x[4 * TEXT], y[4 * TEXT];
        double a[WORDS], b[WORDS], above = 0, area = 0;
        write_text(2 * seed, 1 + seed * 3 % 37, x, a);
        write_text(2 * seed + 1, 1 + seed * 5 % 41, y, b);
        for (uint64_t w = 0; w + 1 < WORDS; w++) {
            above += a[w] - b[w];
            area += fabs(above) * (double)((w + 1) * (w + 1) - w * w) / 8;
        }
        check_near(mover(v, true, x, y), area, 1e-9);
        check_near(mover(v, true, y, x), area, 1e-9);
    }
    kith_vectors_free(v);
}

static void single_words_have_the_distance_of_their_directions(void **state)
{
    (void)state;
    kith_vectors *v = made_random(30, 17, 3);
    for (uint64_t w = 0; w < 9; w++) {
        char x[8], y[8];
        sprintf(x, "w%d", (int)w);
        sprintf(y, "w%d", (int)w + 1);
        const double cosine = made_cosine_rows(v, w, w + 1);
        check_near(mover(v, false, x, y), sqrt(2 - 2 * cosine), 1e-6);
    }
    check_near(mover(v, false, "w10", "w1"), 1, 1e-6); /* a zero vector has no direction */
    kith_vectors_free(v);
}

static void the_same_words_are_nowhere_apart(void **state)
{
    (void)state;
    kith_vectors *v = made_random(30, 17, 3);
    assert_true(mover(v, false, "w1 w2 w4 w2", "w2 w4 w1 w2") == 0);
    assert_true(mover(v, false, "w1 w2", "w2 w1 w1 w2 w1 w2") == 0); /* shares count */
    assert_true(mover(v, false, "w1 w2", "w2 w1 w1") > 0.01);
    kith_vectors_free(v);
}

static void unknown_words_are_left_out(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = made_random(30, 17, 3);
    kith_mover m;
    check_ok(kith_query_mover(v, false, "w1 no w2", 8, "never w4", 8, &m, &err));
    assert_int_equal(m.words, 3);
    assert_int_equal(m.unknown, 2);
    assert_true(m.distance == mover(v, false, "w2 w1", "w4"));
    check_fails_with(kith_query_mover(v, false, "w1", 2, "wx7 no", 6, &m, &err), KITH_NOT_FOUND,
                     "\"wx7\"");
    check_fails(kith_query_mover(v, false, " \t", 2, "w1", 2, &m, &err), KITH_ERR_USAGE);
    made_row(v, 7)[3] = NAN;
    check_fails(kith_query_mover(v, false, "w7", 2, "w1", 2, &m, &err), KITH_ERR_DATA);
    kith_vectors_free(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(along_a_line_it_is_the_area_between_the_shares),
        cmocka_unit_test(single_words_have_the_distance_of_their_directions),
        cmocka_unit_test(the_same_words_are_nowhere_apart),
        cmocka_unit_test(unknown_words_are_left_out),
    };
    return cmocka_run_group_tests_name("query/mover", tests, NULL, NULL);
}
