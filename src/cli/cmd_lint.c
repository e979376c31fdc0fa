/* kith lint: what is odd in a file of vectors, whoever wrote it. */
#include "args.h"
#include "json.h"
#include "print.h"

#include <inttypes.h>
#include <string.h>

static void print_finding(void *self, const kith_finding *f)
{
    (void)self;
    printf("%s %" PRIu64 "\t%s\t", f->by_line ? "line" : "offset", f->place,
           kith_finding_name(f->kind));
    print_text(stdout, f->text);
    putchar('\n');
}

static void json_finding(void *self, const kith_finding *f)
{
    (void)self;
    json j = json_begin_line(stdout);
    json_text(&j, "kind", kith_finding_name(f->kind));
    json_count(&j, f->by_line ? "line" : "offset", f->place);
    if (f->word != NULL)
        json_string(&j, "word", f->word, f->bytes);
    json_text(&j, "text", f->text);
    json_end_line(&j);
}

/* What the file is, behind its findings. */
static void json_facts(const char *path, const kith_findings *f)
{
    json j = json_begin_line(stdout);
    json_text(&j, "file", path);
    json_text(&j, "format", f->format);
    if (f->dtype != NULL)
        json_text(&j, "dtype", f->dtype);
    json_count(&j, "rows", f->rows);
    json_count(&j, "dim", f->dim);
    if (f->declared != UINT64_MAX)
        json_count(&j, "declared", f->declared);
    json_count(&j, "findings", kith_findings_count(f));
    json_begin_object(&j, "count");
    for (int kind = 0; kind < KITH_FINDINGS; kind++)
        json_count(&j, kith_finding_name((kith_finding_kind)kind), f->count[kind]);
    json_end_object(&j);
    json_end_line(&j);
}

static void print_facts(const char *path, const kith_findings *f)
{
    char rows[PRINT_COUNT_CHARS], findings[PRINT_COUNT_CHARS];
    print_message("%s: %s, %s rows of %" PRIu64 " numbers: %s finding%s", path, f->format,
                  print_count(f->rows, rows), f->dim, print_count(kith_findings_count(f), findings),
                  kith_findings_count(f) == 1 ? "" : "s");
}

static kith_status run(const args *a, kith_error *err)
{
    const char *path = a->operand[0];
    const bool as_json = args_flag(a, "json");
    const kith_open how = {.format = args_text(a, "from")};
    kith_findings f = {.call = as_json ? json_finding : print_finding, .declared = UINT64_MAX};
    const kith_status status = kith_vectors_lint(path, &how, &f, err);
    if (status != KITH_OK)
        return status;
    if (as_json)
        json_facts(path, &f);
    else if (!args_flag(a, "quiet"))
        print_facts(path, &f);
    return kith_findings_count(&f) == 0 ? KITH_OK : KITH_NOT_FOUND;
}

static const kith_option rows[] = {
    {.name = "from",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "FORMAT",
     .group = "Input",
     .help = "format of FILE instead of telling it by its content"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_json, NULL};

const command cmd_lint = {
    .name = "lint",
    .group = "Files",
    .operands = "FILE",
    .summary = "What is odd in a vector file, with line or offset",
    .details =
        "Prints PLACE<TAB>KIND<TAB>TEXT for each finding; places are lines of text formats, else\n"
        "offsets (of packed files: in what they unpack to). Kinds: header (says another number of\n"
        "rows), duplicate (the word came before), nonfinite (NaN, Inf), zero (a vector of zeros),\n"
        "encoding (not UTF-8), blank (white space in a word), empty (no word), cut (no newline at\n"
        "the end), damaged (reading ends there). Of a .kith file and an index the\n"
        "checksums are verified too.\n"
        "FILE is of any format that `kith convert` reads. Exits 0 without findings, 1 with, 65\n"
        "where it is none of them.\n",
    .examples = "  kith lint vectors.txt\n"
                "  kith lint model.bin --json\n",
    .least = 1,
    .most = 1,
    .tables = tables,
    .run = run,
};
