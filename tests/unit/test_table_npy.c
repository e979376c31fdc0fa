#include "table_help.h"

#include <sys/wait.h>

/* An array file of version 1.0; returns its length. */
static size_t array_file(unsigned char *to, const char *descr, const char *shape, const void *data,
                         size_t bytes)
{
    const int n =
        snprintf((char *)to + 10, 180, "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n",
                 descr, shape);
    memcpy(to, "\x93NUMPY\x01\x00", 8);
    to[8] = (unsigned char)n;
    to[9] = 0;
    memcpy(to + 10 + n, data, bytes);
    return 10 + (size_t)n + bytes;
}

/* Python's struct packs a matrix of each type under numpy's header, and its numbers as text. */
static const char writer[] =
    "import random, struct\n"
    "random.seed(3)\n"
    "codes = {'f2': 'e', 'f4': 'f', 'f8': 'd', 'i1': 'b', 'i2': 'h', 'i4': 'i', 'i8': 'q',\n"
    "         'u1': 'B', 'u2': 'H', 'u4': 'I', 'u8': 'Q'}\n"
    "def numbers(kind, bits):\n"
    "    if kind == 'f':\n"
    "        return [random.gauss(0, 10) for i in range(33)] + [0.0, -2.0 ** -14]\n"
    "    low, high = (-2 ** (bits - 1), 2 ** (bits - 1) - 1) if kind == 'i' else (0, 2 ** bits - "
    "1)\n"
    "    return [random.randint(low, high) for i in range(32)] + [low, high, 0]\n"
    "for order in '<>':\n"
    "    for descr, code in codes.items():\n"
    "        x = numbers(descr[0], 8 * int(descr[1]))\n"
    "        data = struct.pack('%s35%s' % (order, code), *x)\n"
    "        end = '|' if descr[1] == '1' else order\n"
    "        head = repr({'descr': end + descr, 'fortran_order': False, 'shape': (7, 5)})\n"
    "        head = head.ljust(117) + '\\n'\n"
    "        name = ('l' if order == '<' else 'b') + descr\n"
    "        with open(name + '.npy', 'wb') as f:\n"
    "            f.write(b'\\x93NUMPY\\x01\\x00' + struct.pack('<H', len(head)))\n"
    "            f.write(head.encode() + data)\n"
    "        with open(name + '.txt', 'w') as f:\n"
    "            for v in struct.unpack('%s35%s' % (order, code), data):\n"
    "                f.write('%r\\n' % float(v))\n";

static void check_against_text(const char *name)
{
    char file[16], text[16];
    kith_error err = {0};
    kith_dataset *d = NULL;
    snprintf(file, sizeof file, "%s.npy", name);
    snprintf(text, sizeof text, "%s.txt", name);
    check_ok(kith_dataset_read(file, NULL, &d, &err));
    assert_int_equal(d->rows, 7);
    assert_int_equal(d->features, 5);
    char *expected = check_read_file(text, NULL), *at = expected;
    for (size_t i = 0; i < 35; i++)
        if (d->x[i] != (kith_real)strtod(at, &at))
            fail_msg("%s, number %zu: got %.17g", name, i, (double)d->x[i]);
    free(expected);
    kith_dataset_free(d);
}

static void reads_what_pythons_struct_packs_of_every_type(void **state)
{
    (void)state;
    static const char *const names[] = {"lf2", "lf4", "lf8", "li1", "li2", "li4", "li8", "lu1",
                                        "lu2", "lu4", "lu8", "bf2", "bf4", "bf8", "bi1", "bi2",
                                        "bi4", "bi8", "bu1", "bu2", "bu4", "bu8"};
    check_write_text("write.py", writer);
    const int status = system("python3 write.py 2>/dev/null");
    if (status == -1 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        check_skip("python3 is not there");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check_against_text(names[i]);
}

static void columns_may_be_labels_and_targets(void **state)
{
    (void)state;
    static const float data[] = {1, 2, 3, 1.5f, 4, 5, 6, -1};
    unsigned char file[256];
    kith_error err;
    kith_dataset *d = NULL;
    const size_t size = array_file(file, "<f4", "2, 4", data, sizeof data);
    check_ok(table_read("a.npy", file, size, &(kith_table_options){.label = "last", .targets = "2"},
                        &d, &err));
    table_check_row(d, 0, (double[]){1, 3});
    table_check_row(d, 1, (double[]){4, 6});
    assert_true(d->y[0] == 2 && d->y[1] == 5);
    assert_string_equal(d->class_name[d->label[0]], "1.5");
    assert_string_equal(d->class_name[d->label[1]], "-1");
    kith_dataset_free(d);
    check_fails(table_read("a.npy", file, size, &(kith_table_options){.label = "5"}, &d, &err),
                KITH_ERR_USAGE);
    check_fails(table_read("a.npy", file, size, &(kith_table_options){.label = "name"}, &d, &err),
                KITH_ERR_USAGE);
}

static void gaps_follow_the_policy(void **state)
{
    (void)state;
    const float data[] = {1, 2, NAN, 4, 5, 6};
    unsigned char file[256];
    kith_error err;
    kith_dataset *d = NULL;
    const size_t size = array_file(file, "<f4", "3, 2", data, sizeof data);
    check_fails_with(table_read("a.npy", file, size, NULL, &d, &err), KITH_ERR_DATA,
                     "feature 1 is missing");
    check_ok(table_read("a.npy", file, size, &(kith_table_options){.missing = "drop"}, &d, &err));
    assert_int_equal(d->rows, 2);
    table_check_row(d, 1, (double[]){5, 6});
    kith_dataset_free(d);
    check_ok(table_read("a.npy", file, size, &(kith_table_options){.missing = "mean"}, &d, &err));
    table_check_row(d, 1, (double[]){3, 4});
    kith_dataset_free(d);
}

static void arrays_that_are_no_table_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *descr, *shape;
    } cases[] = {
        {"|O", "2, 2"},
        {"<c8", "2, 2"},
        {"<f16", "2, 2"},
        {"|S4", "2, 2"},
        {"<i3", "2, 2"},
        {"<f4", "4,"},
        {"<f4", "2, 1, 2"},
        {"<f4", "0, 4"},
        {"<f4", "4, 0"},
        {"<f4", "2, 3"},
        {"<f4", "1, 3"},
        {"<f4", "1, 99999999"},
        {"<f4", "4611686018427387904, 4"},
        {"<f4", "99999999999999999999, 1"},
        {"|f4", "2, 2"},
        {"<b1", "2, 2"},
    };
    static const float data[4] = {1, 2, 3, 4};
    unsigned char file[256];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kith_error err;
        kith_dataset *d = NULL;
        const size_t size = array_file(file, cases[i].descr, cases[i].shape, data, sizeof data);
        check_fails(table_read("a.npy", file, size, NULL, &d, &err), KITH_ERR_DATA);
    }
}

static void cut_anywhere_it_is_refused(void **state)
{
    (void)state;
    static const float data[4] = {1, 2, 3, 4};
    unsigned char file[256];
    const size_t size = array_file(file, "<f4", "2, 2", data, sizeof data);
    table_check_prefixes("a.npy", file, size, NULL, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_pythons_struct_packs_of_every_type),
        cmocka_unit_test(columns_may_be_labels_and_targets),
        cmocka_unit_test(gaps_follow_the_policy),
        cmocka_unit_test(arrays_that_are_no_table_are_refused),
        cmocka_unit_test(cut_anywhere_it_is_refused),
    };
    return cmocka_run_group_tests_name("table_npy", tests, NULL, NULL);
}
