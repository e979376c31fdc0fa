/* kith data: what a table of examples holds, before anything learns from it. */
#include "args.h"
#include "json.h"
#include "print.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_SHOWN = 64 /* of wider tables only the counts, unless --columns asks */ };

/* All that is known of one file. */
typedef struct findings {
    const char *path;
    kith_dataset *data;
    kith_dataset_report report;
    kith_column_report *column; /* [features], NULL: not asked for */
} findings;

/* Columns are floats: their shortest form, "4.3" and not 4.300000190734863. */
static void print_number(const char *key, double value)
{
    char text[KITH_REAL_CHARS];
    kith_format_float((float)value, text);
    printf("%s%s", key, text);
}

static void print_class(const findings *f, uint64_t i)
{
    uint64_t rows = 0;
    const char *name = kith_dataset_class(f->data, i, &rows);
    fputs("class\t", stdout);
    print_text(stdout, name);
    printf("\t%" PRIu64 "\n", rows);
}

static void print_column(const kith_column_report *c, uint64_t number)
{
    printf("column\t%" PRIu64 "\t", number);
    print_text(stdout, c->name != NULL ? c->name : "-");
    print_number("\t", c->least);
    print_number("\t", c->most);
    print_number("\t", c->mean);
    print_number("\t", c->spread);
    printf("\t%" PRIu64 "\n", c->missing);
}

static void print_plain(const findings *f)
{
    const kith_dataset_report *r = &f->report;
    fputs("file\t", stdout);
    print_text(stdout, f->path);
    printf("\nformat\t%s\nrows\t%" PRIu64 "\nfeatures\t%" PRIu64 "\n", r->format, r->rows,
           r->features);
    if (r->height > 0)
        printf("images\t%" PRIu64 "x%" PRIu64 "\n", r->height, r->width);
    if (r->targets > 0)
        printf("targets\t%" PRIu64 "\n", r->targets);
    if (r->sparse)
        printf("entries\t%" PRIu64 "\n", r->entries);
    printf("missing\t%" PRIu64 "\n", r->missing);
    if (r->dropped > 0)
        printf("dropped\t%" PRIu64 "\n", r->dropped);
    if (r->classes > 0)
        printf("classes\t%" PRIu64 "\n", r->classes);
    for (uint64_t i = 0; i < r->classes; i++)
        print_class(f, i);
    for (uint64_t i = 0; f->column != NULL && i < r->features; i++)
        print_column(&f->column[i], i + 1);
}

static void json_class(json *j, const findings *f, uint64_t i)
{
    uint64_t rows = 0;
    const char *name = kith_dataset_class(f->data, i, &rows);
    json_begin_object(j, NULL);
    json_text(j, "name", name);
    json_count(j, "rows", rows);
    json_end_object(j);
}

static void json_column(json *j, const kith_column_report *c)
{
    json_begin_object(j, NULL);
    if (c->name != NULL)
        json_text(j, "name", c->name);
    json_float(j, "min", (float)c->least);
    json_float(j, "max", (float)c->most);
    json_float(j, "mean", (float)c->mean);
    json_float(j, "sd", (float)c->spread);
    json_count(j, "missing", c->missing);
    json_end_object(j);
}

static void json_counts(json *j, const kith_dataset_report *r)
{
    json_text(j, "format", r->format);
    json_count(j, "rows", r->rows);
    json_count(j, "features", r->features);
    json_count(j, "targets", r->targets);
    if (r->height > 0) {
        json_count(j, "height", r->height);
        json_count(j, "width", r->width);
    }
    json_bool(j, "sparse", r->sparse);
    json_count(j, "entries", r->entries);
    json_count(j, "missing", r->missing);
    json_count(j, "dropped", r->dropped);
}

static void print_json(const findings *f)
{
    json j = json_begin_line(stdout);
    json_text(&j, "file", f->path);
    json_counts(&j, &f->report);
    json_begin_array(&j, "classes");
    for (uint64_t i = 0; i < f->report.classes; i++)
        json_class(&j, f, i);
    json_end_array(&j);
    if (f->column != NULL) {
        json_begin_array(&j, "columns");
        for (uint64_t i = 0; i < f->report.features; i++)
            json_column(&j, &f->column[i]);
        json_end_array(&j);
    }
    json_end_line(&j);
}

static kith_status find_columns(findings *f, bool asked, kith_error *err)
{
    const uint64_t features = f->report.features;
    if (features == 0 || (!asked && features > COLUMNS_SHOWN))
        return KITH_OK;
    f->column = calloc(features, sizeof *f->column);
    if (f->column == NULL)
        return kith_fail(err, KITH_ERR_MEMORY, "out of memory for %" PRIu64 " columns", features);
    return kith_dataset_columns(f->data, f->column, err);
}

static kith_status find_out(const args *a, findings *f, kith_error *err)
{
    const kith_table_options o = {
        .format = args_text(a, "format"),
        .label = args_text(a, "label"),
        .targets = args_text(a, "targets"),
        .labels_file = args_text(a, "labels"),
        /* Looking at a table must not fail for what it lacks, unless asked to. */
        .missing = kith_config_given(a->config, "missing") ? args_text(a, "missing") : "keep",
        .header = args_text(a, "header"),
        .labels_only = true,
    };
    const kith_status status = kith_dataset_read(f->path, &o, &f->data, err);
    if (status != KITH_OK)
        return status;
    kith_dataset_describe(f->data, &f->report);
    return find_columns(f, args_flag(a, "columns"), err);
}

static kith_status run_info(const args *a, const char *path, kith_error *err)
{
    findings f = {.path = path};
    const kith_status status = find_out(a, &f, err);
    if (status == KITH_OK && args_flag(a, "json"))
        print_json(&f);
    else if (status == KITH_OK)
        print_plain(&f);
    free(f.column);
    kith_dataset_free(f.data);
    return status;
}

static kith_status run(const args *a, kith_error *err)
{
    if (strcmp(a->operand[0], "info") == 0)
        return run_info(a, a->operand[1], err);
    return kith_fail(err, KITH_ERR_USAGE, "unknown command 'data %s'; expected data info FILE",
                     a->operand[0]);
}

static const kith_option rows[] = {
    {.name = "columns",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Output",
     .help = "a line for each column, of tables wider than 64 too"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_json, &options_table, NULL};

const command cmd_data = {
    .name = "data",
    .group = "Files",
    .operands = "info FILE",
    .summary = "What a table of examples holds",
    .details =
        "FILE is a table of numbers or images, or lines of labels and text; plain, gzip, or -.\n"
        "Prints NAME<TAB>VALUE lines, then for each class its name and rows, and for each\n"
        "column its number, name, least, most, mean, standard deviation and missing cells.\n"
        "Missing cells are counted; --missing shows what another policy makes of them.\n",
    .examples = "  kith data info iris.csv\n"
                "  kith data info train-images-idx3-ubyte.gz --labels train-labels-idx1-ubyte.gz\n"
                "  kith data info house.csv --targets last --json\n",
    .least = 2,
    .most = 2,
    .formats = kith_table_format_names,
    .tables = tables,
    .run = run,
};
