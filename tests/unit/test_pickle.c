/* Pickles as Python writes them, and those that ask for more than is read. */
#include "check.h"

#include "file/pickle.h"

/* pickle.dumps({"a": [1, -2, 300, 70000, 2**40, True, None, 1.5], "b": ("x", b"yz")}, 4) by
 * Python 3.11, and the same by the opcodes of protocol 2, with bytes as protocol 3 has them. */
static const char python2[] = "\x80\x02}q\x00(X\x01\x00\x00\x00"
                              "aq\x01]q\x02(K\x01J\xfe\xff\xff\xffM,\x01Jp\x11\x01\x00"
                              "\x8a\x06\x00\x00\x00\x00\x00\x01\x88NG?\xf8\x00\x00\x00\x00\x00\x00"
                              "e"
                              "X\x01\x00\x00\x00"
                              "bq\x03X\x01\x00\x00\x00xq\x04"
                              "C\x02yz"
                              "\x86q\x05u.";
static const char python4[] =
    "\x80\x04\x95\x3e\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x01"
    "a\x94]\x94(K\x01J\xfe\xff\xff\xff"
    "M,\x01Jp\x11\x01\x00\x8a\x06\x00\x00\x00\x00\x00\x01\x88NG?\xf8\x00\x00\x00\x00\x00\x00"
    "e\x8c\x01"
    "b\x94\x8c\x01x\x94"
    "C\x02yz\x94\x86\x94u.";

static kith_status read(const char *text, size_t bytes, kith_pickle *p, kith_error *err)
{
    return kith_pickle_read(p, "f", text, bytes, err);
}

static void check_content(const kith_pickle *p)
{
    static const int64_t wholes[] = {1, -2, 300, 70000, INT64_C(1) << 40};
    kith_node list = 0, tuple = 0, item = 0;
    assert_true(kith_pickle_get(p, p->root, "a", &list));
    assert_int_equal(p->node[list].items, 8);
    for (uint32_t i = 0; i < 5; i++) {
        assert_true(kith_pickle_item(p, list, i, KITH_PICKLE_INT, &item));
        assert_true(p->node[item].whole == wholes[i]);
    }
    assert_true(kith_pickle_item(p, list, 5, KITH_PICKLE_BOOL, &item));
    assert_int_equal(p->node[item].whole, 1);
    assert_true(kith_pickle_item(p, list, 6, KITH_PICKLE_NONE, &item));
    assert_true(kith_pickle_item(p, list, 7, KITH_PICKLE_FLOAT, &item));
    assert_true(kith_pickle_get(p, p->root, "b", &tuple));
    assert_true(kith_pickle_item(p, tuple, 0, KITH_PICKLE_TEXT, &item));
    assert_true(kith_pickle_says(p, item, "x"));
    assert_true(kith_pickle_item(p, tuple, 1, KITH_PICKLE_BYTES, &item));
    assert_memory_equal(p->node[item].text, "yz", 2);
    assert_false(kith_pickle_get(p, p->root, "c", &item));
    assert_false(kith_pickle_item(p, tuple, 2, KITH_PICKLE_BYTES, &item));
}

static void values_are_found_where_they_stand(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_pickle p;
    check_ok(read(python2, sizeof python2 - 1, &p, &err));
    check_content(&p);
    kith_pickle_clear(&p);
    check_ok(read(python4, sizeof python4 - 1, &p, &err));
    check_content(&p);
    kith_pickle_clear(&p);
}

/* os.system("false"): the call is a node with two names, and nothing is called. */
static void calls_are_told_and_not_made(void **state)
{
    (void)state;
    static const char evil[] = "cposix\nsystem\n(X\x0c\x00\x00\x00touch called"
                               "tR.";
    kith_error err = {0};
    kith_pickle p;
    check_ok(read(evil, sizeof evil - 1, &p, &err));
    assert_true(kith_pickle_calls(&p, p.root, "posix", "system"));
    assert_true(kith_pickle_calls(&p, p.root, NULL, "system"));
    assert_false(kith_pickle_calls(&p, p.root, "os", "system"));
    assert_false(check_file_exists("called"));
    kith_pickle_clear(&p);
}

static void a_value_may_hold_itself(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_pickle p;
    kith_node item = 0;
    check_ok(read("]q\0h\0a.", 7, &p, &err));
    assert_true(kith_pickle_item(&p, p.root, 0, KITH_PICKLE_LIST, &item));
    assert_int_equal(item, p.root);
    kith_pickle_clear(&p);
}

static void every_truncation_is_refused_with_its_offset(void **state)
{
    (void)state;
    for (size_t cut = 0; cut < sizeof python4 - 1; cut++) {
        kith_error err = {0};
        kith_pickle p;
        check_fails_with(read(python4, cut, &p, &err), KITH_ERR_DATA, "f:");
        assert_null(p.node);
    }
}

static void what_no_pickler_writes_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t bytes;
        const char *says;
    } cases[] = {
        {"i", 1, "opcode 0x69"},
        {"Pos\n.", 5, "f:0: a pickle with opcode 0x50"},
        {".", 1, "takes more than it has"},
        {"(.", 2, "takes more than it has"},
        {"R", 1, "takes more than it has"},
        {"(NR.", 4, "takes more than it has"},
        {"t", 1, "no mark"},
        {"Ne.", 3, "no mark"},
        {"N(Ne.", 5, "no list or dict"},
        {"}(Nu.", 5, "no list or dict"},
        {"](a.", 4, "takes more than it has"},
        {"NNb.", 4, "no new object"},
        {"h\0.", 3, "was not put there"},
        {"N}q\7h\7.", 7, "holes in its memo"},
        {"r\0\0\0\0", 5, "takes more than it has"},
        {"Nr\xFF\xFF\xFF\x7F.", 7, "holes in its memo"},
        {"\x8a\x0a", 2, "more than 64 bits"},
        {"X\xFF\xFF\xFF\xFFxx", 7, "ends early"},
        {"\x8e\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFFxx", 11, "ends early"},
        {"cposix\nsystem", 13, "ends early"},
        {"N.N", 3, "ends before the file does"},
        {"N", 1, "ends early"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err = {0};
        kith_pickle p;
        check_fails_with(read(cases[i].text, cases[i].bytes, &p, &err), KITH_ERR_DATA,
                         cases[i].says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_found_where_they_stand),
        cmocka_unit_test(calls_are_told_and_not_made),
        cmocka_unit_test(a_value_may_hold_itself),
        cmocka_unit_test(every_truncation_is_refused_with_its_offset),
        cmocka_unit_test(what_no_pickler_writes_is_refused),
    };
    return cmocka_run_group_tests_name("file/pickle", tests, NULL, NULL);
}
