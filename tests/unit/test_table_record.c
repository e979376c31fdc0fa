#include "check.h"

#include "file/table_record.h"

#include <sys/wait.h>

/* Python's csv module writes random cells, as "cells.csv", and the cells themselves in "cells.txt":
 * "row column length" lines, each followed by the bytes of the cell. */
static const char writer[] =
    "import csv, random\n"
    "random.seed(5)\n"
    "alphabet = ['a', 'b', '\"', ',', ';', '\\n', ' ', '\\t', 'é', '0', '.']\n"
    "def cell():\n"
    "    return ''.join(random.choice(alphabet) for i in range(random.randrange(6))).strip()\n"
    "rows = [[cell() for c in range(random.randrange(2, 6))] for r in range(2000)]\n"
    "with open('cells.csv', 'w', newline='') as f:\n"
    "    half = len(rows) // 2\n"
    "    csv.writer(f).writerows(rows[:half])\n"
    "    csv.writer(f, quoting=csv.QUOTE_ALL, lineterminator='\\n').writerows(rows[half:])\n"
    "with open('cells.txt', 'wb') as f:\n"
    "    for r, row in enumerate(rows):\n"
    "        for c, text in enumerate(row):\n"
    "            data = text.encode()\n"
    "            f.write(b'%d %d %d\\n' % (r, c, len(data)) + data + b'\\n')\n";

static bool run_python(void)
{
    check_write_text("write.py", writer);
    const int status = system("python3 write.py 2>/dev/null");
    return status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* The next cell of cells.txt. */
static bool next_expected(const char **at, unsigned long *row, unsigned long *column,
                          const char **text, size_t *bytes)
{
    char *end = NULL;
    if (**at == '\0')
        return false;
    *row = strtoul(*at, &end, 10);
    *column = strtoul(end, &end, 10);
    *bytes = strtoul(end, &end, 10);
    *text = end + 1;
    *at = *text + *bytes + 1;
    return true;
}

static void reads_what_pythons_csv_writes(void **state)
{
    (void)state;
    if (!run_python())
        check_skip("python3 is not there");
    kith_error err = {0};
    kith_lines *lines = NULL;
    kith_record record = {0};
    char *expected = check_read_file("cells.txt", NULL);
    const char *at = expected, *text = NULL;
    unsigned long row = 0, column = 0;
    size_t bytes = 0, got = 0, cells = 0;
    check_ok(kith_lines_open("cells.csv", &lines, &err));
    while (next_expected(&at, &row, &column, &text, &bytes)) {
        if (column == 0)
            check_ok(kith_record_next(&record, lines, ',', &err));
        assert_true(column < record.cells);
        const char *cell = kith_record_cell(&record, column, &got);
        assert_int_equal(got, bytes);
        assert_memory_equal(cell, text, bytes);
        assert_int_equal(cell[got], 0);
        cells++;
    }
    assert_true(cells > 5000);
    check_ok(kith_record_next(&record, lines, ',', &err));
    assert_int_equal(record.cells, 0);
    kith_record_clear(&record);
    kith_lines_close(lines);
    free(expected);
}

static size_t count_cells(const char *text, char separator, uint64_t *line)
{
    kith_error err = {0};
    kith_stream *stream = NULL;
    kith_lines *lines = NULL;
    kith_record record = {0};
    check_ok(kith_stream_memory(text, strlen(text), &stream, &err));
    check_ok(kith_lines_take(stream, &lines, &err));
    check_ok(kith_record_next(&record, lines, separator, &err));
    const size_t cells = record.cells;
    *line = record.line;
    kith_record_clear(&record);
    kith_lines_close(lines);
    return cells;
}

static void empty_cells_count(void **state)
{
    (void)state;
    uint64_t line = 0;
    assert_int_equal(count_cells(",", ',', &line), 2);
    assert_int_equal(count_cells("\"\"", ',', &line), 1);
    assert_int_equal(count_cells("1,,", ',', &line), 3);
    assert_int_equal(count_cells("\t\t", '\t', &line), 3);
    assert_int_equal(count_cells("  ", ',', &line), 1);
    assert_int_equal(line, 1);
}

static void a_record_knows_its_first_line(void **state)
{
    (void)state;
    uint64_t line = 0;
    assert_int_equal(count_cells("\n\r\n\"a\nb\",2\n", ',', &line), 2);
    assert_int_equal(line, 3);
    assert_int_equal(count_cells("\n\n", ',', &line), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_pythons_csv_writes),
        cmocka_unit_test(empty_cells_count),
        cmocka_unit_test(a_record_knows_its_first_line),
    };
    return cmocka_run_group_tests_name("table_record", tests, NULL, NULL);
}
