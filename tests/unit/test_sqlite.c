#include "sample.h"

#define HEAD                                                                                       \
    "BEGIN TRANSACTION;\n"                                                                         \
    "CREATE TABLE vectors(id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, count INTEGER, "      \
    "vector BLOB NOT NULL);\n"
#define ROW(rest) "INSERT INTO vectors VALUES(" rest

static kith_status read_sql(const char *text, kith_vectors **v, kith_error *err)
{
    return sample_read(&kith_format_sqlite, "-", text, strlen(text), NULL, v, err);
}

static void random_words_and_numbers_come_back_bit_by_bit(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        kith_error err = {0};
        kith_vectors *v = sample_random(40, seed, seed, "", false);
        kith_vectors *got = NULL;
        size_t size = 0;
        char *file = sample_bytes(v, &kith_format_sqlite, &size);
        check_ok(sample_read(&kith_format_sqlite, "-", file, size, NULL, &got, &err));
        check_same_vectors(got, v);
        free(file);
        kith_vectors_free(got);
        kith_vectors_free(v);
    }
}

static void words_are_quoted_or_cast_and_vectors_are_blobs(void **state)
{
    (void)state;
    static const char *const words[] = {"it's", "a\nb", "\xFF"};
    static const uint64_t counts[] = {7, 0, 12};
    kith_vectors *v = sample_named(words, 3, 2, 1);
    size_t size = 0;
    for (size_t row = 0; row < 3; row++) {
        ((float *)v->own_input)[row * v->input.stride] = 1;
        ((float *)v->own_input)[row * v->input.stride + 1] = -2;
    }
    v->count = counts;
    char *file = sample_bytes(v, &kith_format_sqlite, &size);
    assert_string_equal(
        file, HEAD ROW("1,'it''s',7,x'0000803f000000c0');\n")
                  ROW("2,CAST(x'610a62' AS TEXT),0,x'0000803f000000c0');\n")
                      ROW("3,CAST(x'ff' AS TEXT),12,x'0000803f000000c0');\n") "COMMIT;\n");
    free(file);
    v->count = NULL;
    kith_vectors_free(v);
}

/* As sqlite3's .dump prints such a table. */
static void a_dump_is_read(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_vectors *v = NULL;
    static const char text[] = "PRAGMA foreign_keys=OFF;\r\n" HEAD ROW("1,'a',NULL,X'0000803F');\n")
        ROW("2,'b''',NULL,X'000000C0');\n") "CREATE INDEX i ON vectors(count);\nCOMMIT;\n";
    check_ok(read_sql(text, &v, &err));
    assert_int_equal(kith_vectors_rows(v), 2);
    assert_int_equal(kith_vectors_find(v, "b'", 2), 1);
    assert_true(kith_vectors_row(v, 1)[0] == -2);
    assert_false(kith_vectors_has_counts(v));
    kith_vectors_free(v);
}

static void other_sql_is_refused_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"", "expected COMMIT"},
        {HEAD "COMMIT;\n", "expected rows"},
        {HEAD ROW("1,'a',1,x'0000803f');\n"), ":3: expected COMMIT; behind the rows"},
        {HEAD "DROP TABLE vectors;\nCOMMIT;\n", ":3: expected a row of a table of vectors"},
        {HEAD ROW("1,'a',1,x'0000803f'); DROP TABLE x;\n"), ":3: expected a blob"},
        {HEAD ROW("1,'a',1,x'0000803f');\nCOMMIT;\nDROP TABLE x;\n"), ":5: expected a row"},
        {HEAD ROW("1,'a,1,x'0000803f');\n"), ":3: expected VALUES"},
        {HEAD ROW("1,'a',-1,x'0000803f');\n"), ":3: expected VALUES"},
        {HEAD ROW("1,'a',1,x'0000803g');\n"), ":3: expected a blob"},
        {HEAD ROW("1,'a',1,x'0000803f00');\n"), ":3: expected a blob"},
        {HEAD ROW("1,'a',1,x'0000803f');\n") ROW("2,'b',1,x'0000803f0000803f');\n"),
         ":4: expected a blob"},
        {HEAD ROW("1,'a',1,x'0000803f');\n") ROW("2,'b',1,x'');\n"), ":4: expected VALUES"},
        {HEAD ROW("1,'a',1,x'0000803f');\n") ROW("2,'b',NULL,x'0000803f');\n"),
         ":4: expected a count in every row or in none"},
        {HEAD ROW("1,'a',1,x'0000c07f');\n"), ":3: the vector of 'a'"},
        {HEAD ROW("1,replace('a\\nb','\\n',char(10)),1,x'0000803f');\n"), ":3: expected VALUES"},
        {ROW("1,'a',1,x'0000803f');\n"), ":1: expected a row"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err = {0};
        kith_vectors *v = NULL;
        check_fails_with(read_sql(cases[i].text, &v, &err), KITH_ERR_DATA, cases[i].says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_words_and_numbers_come_back_bit_by_bit),
        cmocka_unit_test(words_are_quoted_or_cast_and_vectors_are_blobs),
        cmocka_unit_test(a_dump_is_read),
        cmocka_unit_test(other_sql_is_refused_with_its_line),
    };
    return cmocka_run_group_tests_name("file/sqlite", tests, NULL, NULL);
}
