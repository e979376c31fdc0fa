#include "sample.h"

/* What KeyedVectors(2) of "a" [1, 2] and "b" [3, 4] with counts 7 and 5 saves: gensim 4.2's pickle
 * by protocol 4, with NumPy's arrays inside. Lines part the attributes. */
#define ARRAY(shape, kind, size, bytes)                                                            \
    "\x8c\x15numpy.core.multiarray\x8c\x0c_reconstruct\x93\x8c\x05numpy\x8c\x07ndarray\x93"        \
    "K\x00\x85"                                                                                    \
    "C\x01"                                                                                        \
    "b\x87R(K\x01" shape "\x8c\x05numpy\x8c\x05"                                                   \
    "dtype\x93\x8c\x02" kind                                                                       \
    "\x89\x88\x87R(K\x03\x8c\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89"                 \
    "C" size bytes "tb"
#define BEGIN "\x80\x04\x8c\x1agensim.models.keyedvectors\x8c\x0cKeyedVectors\x93)\x81}("
#define KEYS                                                                                       \
    "\x8c\x0cindex_to_key](\x8c\x01"                                                               \
    "a\x8c\x01"                                                                                    \
    "be"
#define VECTORS                                                                                    \
    "\x8c\x07vectors" ARRAY("K\x02K\x02\x86", "f4", "\x10",                                        \
                            "\x00\x00\x80\x3f\x00\x00\x00\x40\x00\x00\x40\x40\x00\x00\x80\x40")
#define COUNTS                                                                                     \
    "\x8c\x08"                                                                                     \
    "expandos}\x8c\x05"                                                                            \
    "count" ARRAY("K\x02\x85", "i8", "\x10", "\x07\0\0\0\0\0\0\0\x05\0\0\0\0\0\0\0") "s"

static kith_status read_kv(const char *bytes, size_t size, kith_vectors **v, kith_error *err)
{
    return sample_read(&kith_format_gensim_kv, "k", bytes, size, NULL, v, err);
}

static void arrays_inside_the_pickle_are_read(void **state)
{
    (void)state;
    static const char file[] = BEGIN "\x8c\x0bvector_sizeK\x02" KEYS VECTORS COUNTS "ub.";
    kith_error err = {0};
    kith_vectors *v = NULL;
    assert_true(kith_format_gensim_kv.detect((const unsigned char *)file, sizeof file));
    check_ok(read_kv(file, sizeof file - 1, &v, &err));
    assert_int_equal(kith_vectors_find(v, "b", 1), 1);
    assert_true(kith_vectors_row(v, 1)[1] == 4);
    assert_int_equal(kith_vectors_count(v, 0), 7);
    assert_int_equal(kith_vectors_count(v, 1), 5);
    kith_vectors_free(v);
    for (size_t cut = 0; cut < sizeof file - 1; cut++)
        check_fails(read_kv(file, cut, &v, &err), KITH_ERR_DATA);
}

static void what_is_no_such_object_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *says;
    } cases[] = {
#define CASE(text, says) {text, sizeof(text) - 1, says}
        CASE("N.", "expected a pickle of gensim"),
        CASE("cposix\nsystem\n(X\x05\x00\x00\x00"
             "falsetR.",
             "expected a pickle of gensim"),
        CASE("cgensim.models.word2vec\nWord2Vec\n)\x81}b.", "save model.wv"),
        CASE(BEGIN "ub.", "no index_to_key"),
        CASE(BEGIN "\x8c\x0cindex_to_keyN" VECTORS "ub.", "no index_to_key"),
        CASE(BEGIN KEYS "\x8c\x07vectorsNub.", "no matrix"),
        CASE(BEGIN "\x8c\x0cindex_to_key](\x8c\x01"
                   "ae" VECTORS "ub.",
             "1 keys and 0 counts for 2"),
        CASE(BEGIN "\x8c\x0cindex_to_key](\x8c\x01"
                   "aNe" VECTORS "ub.",
             "key 1 is no text"),
        CASE(BEGIN KEYS "\x8c\x07vectors" ARRAY("K\x02K\xff\x86", "f4", "\x04", "abcd") "ub.",
             "no matrix"),
        CASE(BEGIN KEYS "\x8c\x07vectors" ARRAY("K\x02K\x02\x86", "O8", "\x04", "abcd") "ub.",
             "no matrix"),
        CASE(BEGIN KEYS
             "\x8c\x07vectors" ARRAY("J\xff\xff\xff\xffK\x02\x86", "f4", "\x04", "abcd") "ub.",
             "no matrix"),
        CASE(BEGIN KEYS VECTORS "\x8c\x08"
                                "expandos}\x8c\x05"
                                "countKxsub.",
             "counts are no array"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        check_fails_with(read_kv(cases[i].bytes, cases[i].size, &v, &err), KITH_ERR_DATA,
                         cases[i].says);
    }
}

static void random_words_numbers_and_counts_come_back(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        uint64_t counts[40];
        kith_error err = {0};
        kith_vectors *v = sample_random(40, seed, seed, "", false);
        kith_vectors *got = NULL;
        for (uint64_t i = 0; i < 40; i++)
            counts[i] = (UINT64_C(1) << 63) >> (i * seed % 64);
        v->count = seed % 2 != 0 ? counts : NULL;
        check_ok(kith_vectors_save(v, "r.kv", NULL, KITH_BAD_WORD_ESCAPE, &err));
        check_ok(kith_vectors_open("r.kv", NULL, &got, &err));
        check_saved_vectors(got, v, &kith_format_gensim_kv, KITH_BAD_WORD_ESCAPE);
        assert_int_equal(kith_vectors_has_counts(got), seed % 2);
        kith_vectors_free(got);
        v->count = NULL;
        kith_vectors_free(v);
    }
}

static void words_left_out_leave_their_counts_out(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "\xFF", "c"};
    static const uint64_t counts[] = {3, 2, 1};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 3, 2, 1);
    kith_vectors *got = NULL;
    v->count = counts;
    check_fails(kith_vectors_save(v, "o.kv", NULL, KITH_BAD_WORD_ERROR, &err), KITH_ERR_DATA);
    check_ok(kith_vectors_save(v, "o.kv", NULL, KITH_BAD_WORD_SKIP, &err));
    check_ok(kith_vectors_open("o.kv", NULL, &got, &err));
    assert_int_equal(kith_vectors_rows(got), 2);
    assert_int_equal(kith_vectors_count(got, 1), 1);
    kith_vectors_free(got);
    v->count = NULL;
    kith_vectors_free(v);
}

static void the_matrix_beside_must_agree(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "b"}, *const more[] = {"a", "b", "c"};
    kith_error err = {0};
    kith_vectors *v = sample_named(words, 2, 2, 1);
    kith_vectors *w = sample_named(more, 3, 2, 1);
    kith_vectors *got = NULL;
    check_ok(kith_vectors_save(v, "m.kv", NULL, KITH_BAD_WORD_ERROR, &err));
    check_ok(kith_vectors_save(w, "w.npy", NULL, KITH_BAD_WORD_ERROR, &err));
    assert_int_equal(rename("w.npy", "m.kv.vectors.npy"), 0);
    check_fails_with(kith_vectors_open("m.kv", NULL, &got, &err), KITH_ERR_DATA,
                     "m.kv:0: 2 keys and 0 counts for 3 vectors");
    kith_vectors_free(v);
    kith_vectors_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arrays_inside_the_pickle_are_read),
        cmocka_unit_test(what_is_no_such_object_is_refused),
        cmocka_unit_test(random_words_numbers_and_counts_come_back),
        cmocka_unit_test(words_left_out_leave_their_counts_out),
        cmocka_unit_test(the_matrix_beside_must_agree),
    };
    return cmocka_run_group_tests_name("file/gensim_kv", tests, NULL, NULL);
}
