/* The set of words against a list that is searched from its start. */
#include "check.h"
#include "text/words.h"

enum { MANY = 3000, LONGEST = 12 };

typedef struct twin {
    char word[MANY][LONGEST];
    size_t bytes[MANY];
    size_t size;
} twin;

static size_t twin_find(const twin *t, const char *word, size_t bytes)
{
    for (size_t i = 0; i < t->size; i++)
        if (t->bytes[i] == bytes && memcmp(t->word[i], word, bytes) == 0)
            return i;
    return t->size;
}

static void ids_count_up_in_the_order_of_adding(void **state)
{
    (void)state;
    kith_error err;
    kith_words w = {0};
    twin *t = calloc(1, sizeof *t);
    assert_non_null(t);
    uint64_t x = 7;
    for (int round = 0; round < MANY; round++) {
        char word[LONGEST];
        x = x * 6364136223846793005u + 1442695040888963407u;
        const size_t bytes = (x >> 40) % LONGEST;
        for (size_t i = 0; i < bytes; i++)
            word[i] = (char)(x >> (33 + i) & 3); /* NUL bytes among them */
        const size_t place = twin_find(t, word, bytes);
        uint64_t id;
        bool added;
        assert_int_equal(kith_words_find(&w, word, bytes), place < t->size ? place : KITH_NO_WORD);
        check_ok(kith_words_add(&w, word, bytes, &id, &added, &err));
        assert_int_equal(id, place);
        assert_int_equal(added, place == t->size);
        if (added) {
            memcpy(t->word[t->size], word, bytes);
            t->bytes[t->size++] = bytes;
        }
    }
    assert_int_equal(w.size, t->size);
    for (size_t i = 0; i < t->size; i++) {
        size_t length;
        const char *word = kith_words_at(&w, i, &length);
        assert_int_equal(length, t->bytes[i]);
        assert_memory_equal(word, t->word[i], length);
    }
    kith_words_clear(&w);
    free(t);
}

static void a_hundred_thousand_words_are_all_found_again(void **state)
{
    (void)state;
    kith_error err;
    kith_words w = {0};
    char word[32];
    uint64_t id;
    bool added;
    for (uint64_t i = 0; i < 100000; i++) {
        const int n = snprintf(word, sizeof word, "w%llu", (unsigned long long)i * 7919);
        check_ok(kith_words_add(&w, word, (size_t)n, &id, &added, &err));
        assert_true(added);
    }
    for (uint64_t i = 0; i < 100000; i++) {
        const int n = snprintf(word, sizeof word, "w%llu", (unsigned long long)i * 7919);
        assert_int_equal(kith_words_find(&w, word, (size_t)n), i);
    }
    assert_int_equal(kith_words_find(&w, "v0", 2), KITH_NO_WORD);
    assert_int_equal(w.slots & (w.slots - 1), 0);
    kith_words_clear(&w);
}

static void an_empty_set_knows_no_word(void **state)
{
    (void)state;
    kith_words w = {0};
    size_t length = 9;
    assert_int_equal(kith_words_find(&w, "a", 1), KITH_NO_WORD);
    assert_int_equal(kith_words_find(&w, "", 0), KITH_NO_WORD);
    assert_non_null(kith_words_at(&w, 0, &length));
    assert_int_equal(length, 0);
    kith_words_clear(&w);
    kith_words_clear(&w);
}

static void reserved_room_is_not_moved_by_adding(void **state)
{
    (void)state;
    kith_error err;
    kith_words w = {0};
    check_ok(kith_words_reserve(&w, 1000, 4000, &err));
    const void *bytes = w.bytes, *offset = w.offset, *slot = w.slot;
    for (int i = 0; i < 1000; i++) {
        char word[16];
        uint64_t id;
        bool added;
        snprintf(word, sizeof word, "%04d", i);
        check_ok(kith_words_add(&w, word, 4, &id, &added, &err));
    }
    assert_ptr_equal(w.bytes, bytes);
    assert_ptr_equal(w.offset, offset);
    assert_ptr_equal(w.slot, slot);
    kith_words_clear(&w);
}

static void more_words_than_ids_are_refused(void **state)
{
    (void)state;
    kith_error err;
    kith_words w = {0};
    check_fails(kith_words_reserve(&w, UINT32_MAX, 10, &err), KITH_ERR_DATA);
    assert_int_equal(w.size, 0);
    kith_words_clear(&w);
}

/* Tables of a damaged file: full of slots that lie, offsets that run backwards or past the end. */
static void borrowed_tables_of_any_content_end_the_search(void **state)
{
    (void)state;
    enum { WORDS = 4, SLOTS = 8 };
    const uint64_t offsets[][WORDS + 1] = {
        {0, 1, 2, 3, 4}, {0, 3, 2, 9, 4}, {UINT64_MAX, 0, UINT64_MAX, 1, 4}, {9, 9, 9, 9, 0}};
    const uint32_t slots[][SLOTS] = {{1, 1, 1, 1, 1, 1, 1, 1},
                                     {UINT32_MAX, 5, 6, 7, 8, 9, 10, UINT32_MAX},
                                     {1, 2, 3, 4, 4, 3, 2, 1}};
    char *bytes = malloc(4);
    assert_non_null(bytes);
    memcpy(bytes, "abcd", 4);
    for (size_t o = 0; o < sizeof offsets / sizeof *offsets; o++) {
        for (size_t s = 0; s < sizeof slots / sizeof *slots; s++) {
            kith_words w = {.size = WORDS,
                            .offset = offsets[o],
                            .bytes = bytes,
                            .slot = slots[s],
                            .slots = SLOTS};
            assert_int_equal(kith_words_find(&w, "zz", 2), KITH_NO_WORD);
            assert_int_equal(kith_words_find(&w, "x", 1), KITH_NO_WORD);
            for (uint64_t id = 0; id < WORDS + 2; id++) {
                size_t length;
                const char *word = kith_words_at(&w, id, &length);
                assert_true(length <= 4);
                assert_true(length == 0 || (word >= bytes && word + length <= bytes + 4));
            }
            kith_words_clear(&w);
        }
    }
    free(bytes);
}

static void a_borrowed_set_finds_and_cannot_grow(void **state)
{
    (void)state;
    kith_error err;
    kith_words own = {0};
    uint64_t id;
    bool added;
    check_ok(kith_words_add(&own, "kith", 4, &id, &added, &err));
    check_ok(kith_words_add(&own, "kin", 3, &id, &added, &err));
    kith_words borrowed = own;
    borrowed.owned = false;
    assert_int_equal(kith_words_find(&borrowed, "kin", 3), 1);
    check_ok(kith_words_add(&borrowed, "kin", 3, &id, &added, &err));
    check_fails(kith_words_reserve(&borrowed, 100, 100, &err), KITH_ERR_INTERNAL);
    kith_words_clear(&borrowed);
    assert_int_equal(kith_words_find(&own, "kith", 4), 0);
    kith_words_clear(&own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_count_up_in_the_order_of_adding),
        cmocka_unit_test(a_hundred_thousand_words_are_all_found_again),
        cmocka_unit_test(an_empty_set_knows_no_word),
        cmocka_unit_test(reserved_room_is_not_moved_by_adding),
        cmocka_unit_test(more_words_than_ids_are_refused),
        cmocka_unit_test(borrowed_tables_of_any_content_end_the_search),
        cmocka_unit_test(a_borrowed_set_finds_and_cannot_grow),
    };
    return cmocka_run_group_tests_name("text/words", tests, NULL, NULL);
}
