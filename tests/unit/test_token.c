/* Tokens against a splitter that looks at one byte at a time, under every way to cut the chunks. */
#include "check.h"
#include "text/token.h"

/* Tokens as text: each word followed by '|', each end of a sentence as '\n'. */
typedef struct list {
    char text[1 << 17];
    size_t size;
    uint64_t truncated;
    bool utf16;
} list;

static list got, expected;
static bool runs;
static size_t in_runs;

static void put_word(list *l, const char *word, size_t bytes)
{
    assert_true(l->size + bytes + 1 < sizeof l->text);
    memcpy(l->text + l->size, word, bytes);
    l->size += bytes;
    l->text[l->size++] = '|';
}

/* Plain words come by runs of up to three, too, where `runs` are asked for. */
static void drain(kith_tokenizer *t, list *l)
{
    for (;;) {
        kith_run_word run[3];
        const size_t words = runs ? kith_token_run(t, run, 3) : 0;
        for (size_t i = 0; i < words; i++)
            put_word(l, run[i].word, run[i].bytes);
        in_runs += words;
        switch (kith_token_next(t)) {
        case KITH_TOKEN_MORE:
            return;
        case KITH_TOKEN_WORD:
            put_word(l, t->word, t->bytes);
            break;
        case KITH_TOKEN_BREAK:
            l->text[l->size++] = '\n';
            break;
        case KITH_TOKEN_UTF16:
            l->utf16 = true;
            return;
        }
    }
}

/* Each chunk is its own block of exactly its size, so that a sanitizer sees every byte too far. */
static void tokenize(const char *text, size_t size, size_t chunk, size_t most, bool lowercase)
{
    kith_error err;
    kith_tokenizer t;
    got = (list){0};
    check_ok(kith_tokenizer_init(&t, most, lowercase, &err));
    for (size_t at = 0; at < size && !got.utf16; at += chunk) {
        const size_t n = chunk < size - at ? chunk : size - at;
        unsigned char *copy = malloc(n);
        assert_non_null(copy);
        memcpy(copy, text + at, n);
        kith_tokenizer_feed(&t, copy, n);
        drain(&t, &got);
        free(copy);
    }
    if (!got.utf16) {
        kith_tokenizer_feed(&t, NULL, 0);
        drain(&t, &got);
    }
    got.truncated = t.truncated;
    kith_tokenizer_clear(&t);
}

static void split_slowly(const char *text, size_t size)
{
    expected = (list){0};
    size_t word = 0;
    bool any = false;
    for (size_t i = 0; i <= size; i++) {
        const bool space = i == size || strchr(" \t\n\v\f\r", text[i]) != NULL;
        const bool is_nul = i < size && text[i] == '\0';
        if (!space || is_nul)
            continue;
        if (i > word) {
            put_word(&expected, text + word, i - word);
            any = true;
        }
        word = i + 1;
        if ((i == size || text[i] == '\n') && any) {
            expected.text[expected.size++] = '\n';
            any = false;
        }
    }
}

static void check_list(const char *text, size_t size, uint64_t truncated)
{
    assert_int_equal(got.size, size);
    assert_memory_equal(got.text, text, size);
    assert_int_equal(got.truncated, truncated);
    assert_false(got.utf16);
}

static void check_all_chunks(const char *text, size_t size, size_t most, const char *tokens,
                             size_t tokens_size, uint64_t truncated, bool lowercase)
{
    for (int with = 0; with < 2; with++) {
        runs = with != 0;
        for (size_t chunk = 1; chunk <= size + 1 && chunk < 100; chunk++) {
            tokenize(text, size, chunk, most, lowercase);
            check_list(tokens, tokens_size, truncated);
        }
        tokenize(text, size, size + 1, most, lowercase);
        check_list(tokens, tokens_size, truncated);
    }
    runs = false;
}

#define CHECK(text, most, tokens, truncated, lowercase)                                            \
    check_all_chunks(text, sizeof(text) - 1, most, tokens, sizeof(tokens) - 1, truncated, lowercase)

static void random_bytes_are_split_alike_however_they_are_cut(void **state)
{
    (void)state;
    static const char alphabet[] = "ab \n\t\r\v\f\0\x80\xFF\x08\x0E\x1F!\xA0\x89\x8D";
    uint64_t x = 42;
    for (int round = 0; round < 40; round++) {
        char text[600];
        const size_t letters = round % 2 == 0 ? sizeof alphabet - 1 : 3;
        for (size_t i = 0; i < sizeof text; i++) {
            x = x * 6364136223846793005u + 1442695040888963407u;
            text[i] = alphabet[(x >> 33) % letters];
            if ((x >> 20) % 4 != 0)
                text[i] = 'x';
        }
        split_slowly(text, sizeof text);
        check_all_chunks(text, sizeof text, 4096, expected.text, expected.size, 0, false);
    }
}

static void every_byte_but_white_space_is_part_of_a_word(void **state)
{
    (void)state;
    for (int c = 0; c < 256; c++) {
        char text[141];
        memset(text, 'w', sizeof text);
        text[7] = (char)c;
        split_slowly(text, sizeof text);
        check_all_chunks(text, sizeof text, 4096, expected.text, expected.size, 0, false);
    }
}

static void plain_words_come_in_runs(void **state)
{
    (void)state;
    char text[4000];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = i % 5 == 4 ? ' ' : 'w';
    text[999] = '\n';
    split_slowly(text, sizeof text);
    runs = true;
    in_runs = 0;
    tokenize(text, sizeof text, sizeof text, 4096, false);
    check_list(expected.text, expected.size, 0);
    assert_true(in_runs * 5 > sizeof text * 7 / 10); /* each run is followed by one that is not */
    in_runs = 0;
    tokenize(text, sizeof text, sizeof text, 4096, true); /* letters to fold may be anywhere */
    assert_int_equal(in_runs, 0);
    runs = false;
}

static void a_line_without_words_is_no_sentence(void **state)
{
    (void)state;
    CHECK("\n\n a b\r\n \r\n\nc\n\n", 4096, "a|b|\nc|\n", 0, false);
    CHECK("", 4096, "", 0, false);
    CHECK(" \n \n", 4096, "", 0, false);
}

static void the_end_of_the_file_ends_word_and_sentence(void **state)
{
    (void)state;
    CHECK("one two", 4096, "one|two|\n", 0, false);
    CHECK("x", 4096, "x|\n", 0, false);
}

static void a_byte_order_mark_is_skipped_at_the_start_only(void **state)
{
    (void)state;
    CHECK("\xEF\xBB\xBFone \xEF\xBB\xBFtwo", 4096, "one|\xEF\xBB\xBFtwo|\n", 0, false);
    CHECK("\xEF\xBB\xBF", 4096, "", 0, false);
    CHECK("\xEF\xBB\xBF\nword", 4096, "word|\n", 0, false);
    CHECK("\xEF\xBBone", 4096, "\xEF\xBBone|\n", 0, false);
    CHECK(" \xEF\xBB\xBFone", 4096, "\xEF\xBB\xBFone|\n", 0, false);
    CHECK("\xEF\xBB\xBF"
          "12345 1234",
          4, "1234|1234|\n", 1, false);
    CHECK("\xEF\xBB\xBF"
          "1234",
          4, "1234|\n", 0, false);
}

static void utf16_is_told_by_its_mark(void **state)
{
    (void)state;
    for (size_t chunk = 1; chunk < 9; chunk++) {
        tokenize("\xFF\xFEo\0n\0e\0 \0t\0", 12, chunk, 4, false);
        assert_true(got.utf16);
        tokenize("\xFE\xFF\0o\0n\0e", 8, chunk, 4096, true);
        assert_true(got.utf16);
        tokenize("one \xFF\xFE", 6, chunk, 4096, false);
        assert_false(got.utf16);
    }
}

static void long_words_are_cut_at_a_character_and_counted(void **state)
{
    (void)state;
    CHECK("12345678 123456789 1234567", 8, "12345678|12345678|1234567|\n", 1, false);
    CHECK("1234567ä 12345678ä", 8, "1234567|12345678|\n", 2, false);
    CHECK("1234567€ 12345€ 123456€", 8, "1234567|12345€|123456|\n", 2, false);
    CHECK("12345😀 1234😀 1234567😀", 8, "12345|1234😀|1234567|\n", 2, false);
    CHECK("日本語", 4, "日|\n", 1, false);
    CHECK("\x80\x80\x80\x80\x80\x80\x80\x80", 5, "\x80\x80\x80\x80\x80|\n", 1, false);
}

static void a_word_of_a_megabyte_is_one_word(void **state)
{
    (void)state;
    const size_t size = 1 << 20;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, 'w', size);
    memcpy(text + size - 4, " end", 4);
    for (size_t chunk = 4093; chunk < 2 * size; chunk *= 7) {
        tokenize(text, size, chunk, 65535, false);
        assert_int_equal(got.size, 65535 + 1 + 4 + 1);
        assert_memory_equal(got.text + 65534, "w|end|\n", 7);
        assert_int_equal(got.truncated, 1);
    }
    free(text);
}

static void lower_case_is_the_same_however_the_chunks_are_cut(void **state)
{
    (void)state;
    CHECK("The QUICK brown fox-tails ÄÖÜ straße ΣΊΣΥΦΟΣ Жизнь lowercase-all-along Z [@`{ 한국어",
          4096,
          "the|quick|brown|fox-tails|äöü|straße|σίσυφοσ|жизнь|lowercase-all-along|z|[@`{|한국어|\n",
          0, true);
}

/* The quick look for letters to fold, taken only by words within a chunk, overlooks none. */
static void every_letter_is_folded_wherever_it_stands(void **state)
{
    (void)state;
    for (unsigned c = 'A'; c < KITH_FOLD_POINTS; c += c == 'Z' ? 0x80 - 'Z' : 1) {
        char text[64] = "one aaaaaaaaaaaaaaaaaaaaaaaa two three four five six";
        char *letter = text + 4 + c % 20;
        letter[0] = c < 0x80 ? (char)c : (char)(0xC0 | c >> 6);
        letter[1] = c < 0x80 ? 'a' : (char)(0x80 | (c & 63));
        tokenize(text, strlen(text), 1, 4096, true);
        expected = got;
        tokenize(text, strlen(text), 64, 4096, true);
        check_list(expected.text, expected.size, 0);
    }
}

static void files_are_told_apart(void **state)
{
    (void)state;
    kith_error err;
    kith_tokenizer t;
    got = (list){0};
    check_ok(kith_tokenizer_init(&t, 4096, false, &err));
    for (int file = 0; file < 3; file++) {
        kith_tokenizer_start(&t);
        kith_tokenizer_feed(&t, (const unsigned char *)"\xEF\xBB\xBFhalf", 7);
        drain(&t, &got);
        kith_tokenizer_feed(&t, NULL, 0);
        drain(&t, &got);
    }
    kith_tokenizer_clear(&t);
    check_list("half|\nhalf|\nhalf|\n", 18, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_bytes_are_split_alike_however_they_are_cut),
        cmocka_unit_test(every_byte_but_white_space_is_part_of_a_word),
        cmocka_unit_test(plain_words_come_in_runs),
        cmocka_unit_test(a_line_without_words_is_no_sentence),
        cmocka_unit_test(the_end_of_the_file_ends_word_and_sentence),
        cmocka_unit_test(a_byte_order_mark_is_skipped_at_the_start_only),
        cmocka_unit_test(utf16_is_told_by_its_mark),
        cmocka_unit_test(long_words_are_cut_at_a_character_and_counted),
        cmocka_unit_test(a_word_of_a_megabyte_is_one_word),
        cmocka_unit_test(lower_case_is_the_same_however_the_chunks_are_cut),
        cmocka_unit_test(every_letter_is_folded_wherever_it_stands),
        cmocka_unit_test(files_are_told_apart),
    };
    return cmocka_run_group_tests_name("text/token", tests, NULL, NULL);
}
