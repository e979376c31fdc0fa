/* kith info: what a file is and what it holds. */
#include "args.h"
#include "json.h"
#include "model_arg.h"
#include "print.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What could be found out about a file; what it does not have is NULL or 0. */
typedef struct findings {
    const char *path, *kind;
    kith_vectors *vectors;
    kith_vocab *vocab;
    kith_index_facts index; /* rows 0: it is none */
    kith_section *section;
    size_t sections;
    bool checked; /* every section's checksum is right */
    kith_findings odd;
} findings;

static void print_pair(const char *key, const char *value)
{
    printf("%s\t", key);
    print_text(stdout, value);
    putchar('\n');
}

static void print_section(const kith_section *s)
{
    printf("section\t%s\t%s\t", s->name, s->type);
    for (uint32_t i = 0; i < s->rank; i++)
        printf("%s%" PRIu64, i > 0 ? "x" : "", s->shape[i]);
    printf("\t%" PRIu64 " bytes\t%08" PRIx32 "\n", s->bytes, s->crc);
}

static void print_setting(const char *line, size_t bytes)
{
    const size_t name = strcspn(line, " \n");
    const size_t rest = name < bytes ? name + 1 : bytes;
    fputs("config\t", stdout);
    print_bytes(stdout, line, name);
    putchar('\t');
    print_bytes(stdout, line + rest, bytes - rest);
    putchar('\n');
}

static void json_setting(json *j, const char *line, size_t bytes)
{
    char key[64];
    const size_t name = strcspn(line, " \n");
    const size_t rest = name < bytes ? name + 1 : bytes;
    snprintf(key, sizeof key, "%.*s", (int)name, line);
    json_string(j, key, line + rest, bytes - rest);
}

static void print_vectors(const findings *f)
{
    const kith_vectors *v = f->vectors;
    const kith_subwords grams = kith_vectors_grams(v);
    printf("format\t%s\nrows\t%" PRIu64 "\ndim\t%" PRIu64 "\ndtype\t%s\ncounts\t%s\n",
           kith_vectors_format(v), kith_vectors_rows(v), kith_vectors_dim(v), kith_vectors_dtype(v),
           kith_vectors_has_counts(v) ? "yes" : "no");
    if (grams.most > 0)
        printf("n-grams\t%u to %u characters\t%u buckets\n", grams.least, grams.most,
               grams.buckets);
    if (f->odd.declared != UINT64_MAX)
        printf("declared\t%" PRIu64 "\n", f->odd.declared);
    for (int kind = 0; kind < KITH_FINDINGS; kind++)
        if (f->odd.count[kind] > 0)
            printf("found\t%s\t%" PRIu64 "\n", kith_finding_name((kith_finding_kind)kind),
                   f->odd.count[kind]);
}

static void print_index(const kith_index_facts *x)
{
    printf("rows\t%" PRIu64 "\ndim\t%" PRIu64 "\nlinks\t%" PRIu64 "\neffort\t%" PRIu64
           "\nleft out\t%" PRIu64 "\nvectors\t%08" PRIx32 "\n",
           x->rows, x->dim, x->links, x->effort, x->left_out, x->vectors);
}

static void print_remarks(const kith_vectors *v)
{
    const char *config = kith_vectors_config(v), *notes = kith_vectors_notes(v), *line;
    size_t bytes;
    while (model_next_line(&config, &line, &bytes))
        print_setting(line, bytes);
    while (model_next_line(&notes, &line, &bytes)) {
        fputs("note\t", stdout);
        print_bytes(stdout, line, bytes);
        putchar('\n');
    }
}

static void print_plain(const findings *f)
{
    print_pair("file", f->path);
    print_pair("kind", f->kind);
    if (f->vectors != NULL)
        print_vectors(f);
    if (f->vocab != NULL)
        printf("words\t%" PRIu64 "\ntokens\t%" PRIu64 "\n", kith_vocab_size(f->vocab),
               kith_vocab_tokens(f->vocab));
    if (f->index.rows > 0)
        print_index(&f->index);
    for (size_t i = 0; i < f->sections; i++)
        print_section(&f->section[i]);
    if (f->checked)
        print_pair("checksums", "good");
    if (f->vectors != NULL)
        print_remarks(f->vectors);
}

static void json_sections(json *j, const findings *f)
{
    json_begin_array(j, "sections");
    for (size_t i = 0; i < f->sections; i++) {
        const kith_section *s = &f->section[i];
        json_begin_object(j, NULL);
        json_text(j, "name", s->name);
        json_text(j, "type", s->type);
        json_begin_array(j, "shape");
        for (uint32_t d = 0; d < s->rank; d++)
            json_count(j, NULL, s->shape[d]);
        json_end_array(j);
        json_count(j, "stride", s->stride);
        json_count(j, "offset", s->offset);
        json_count(j, "bytes", s->bytes);
        json_count(j, "crc32c", s->crc);
        json_end_object(j);
    }
    json_end_array(j);
}

static void json_found(json *j, const kith_findings *odd)
{
    if (odd->declared != UINT64_MAX)
        json_count(j, "declared", odd->declared);
    json_begin_object(j, "found");
    for (int kind = 0; kind < KITH_FINDINGS; kind++)
        if (odd->count[kind] > 0)
            json_count(j, kith_finding_name((kith_finding_kind)kind), odd->count[kind]);
    json_end_object(j);
}

static void json_vectors(json *j, const kith_vectors *v)
{
    const char *config = kith_vectors_config(v), *notes = kith_vectors_notes(v), *line;
    const kith_subwords grams = kith_vectors_grams(v);
    size_t bytes;
    json_text(j, "format", kith_vectors_format(v));
    json_count(j, "rows", kith_vectors_rows(v));
    json_count(j, "dim", kith_vectors_dim(v));
    json_text(j, "dtype", kith_vectors_dtype(v));
    json_bool(j, "counts", kith_vectors_has_counts(v));
    if (grams.most > 0) {
        json_begin_object(j, "ngrams");
        json_count(j, "minn", grams.least);
        json_count(j, "maxn", grams.most);
        json_count(j, "bucket", grams.buckets);
        json_end_object(j);
    }
    json_begin_object(j, "config");
    while (model_next_line(&config, &line, &bytes))
        json_setting(j, line, bytes);
    json_end_object(j);
    json_begin_array(j, "notes");
    while (model_next_line(&notes, &line, &bytes))
        json_string(j, NULL, line, bytes);
    json_end_array(j);
}

static void json_index(json *j, const kith_index_facts *x)
{
    json_count(j, "rows", x->rows);
    json_count(j, "dim", x->dim);
    json_count(j, "links", x->links);
    json_count(j, "effort", x->effort);
    json_count(j, "left_out", x->left_out);
    json_count(j, "vectors_crc32c", x->vectors);
}

static void print_json(const findings *f)
{
    json j = json_begin_line(stdout);
    json_text(&j, "file", f->path);
    json_text(&j, "kind", f->kind);
    if (f->vectors != NULL)
        json_vectors(&j, f->vectors);
    if (f->vectors != NULL)
        json_found(&j, &f->odd);
    if (f->vocab != NULL) {
        json_count(&j, "words", kith_vocab_size(f->vocab));
        json_count(&j, "tokens", kith_vocab_tokens(f->vocab));
    }
    if (f->index.rows > 0)
        json_index(&j, &f->index);
    if (f->sections > 0)
        json_sections(&j, f);
    if (f->checked)
        json_bool(&j, "checksums_good", true);
    json_end_line(&j);
}

static kith_status find_sections(findings *f, bool check, kith_error *err)
{
    const kith_status status = kith_file_sections(f->path, check, &f->section, &f->sections, err);
    f->checked = check && status == KITH_OK;
    return status;
}

/* An index, a .kith file that holds no vectors, or word2vec's vocabulary; else the first error
 * stands. */
static kith_status find_other(findings *f, bool check, kith_status status, kith_error *err)
{
    if (kith_index_read_facts(f->path, false, &f->index, NULL) == KITH_OK) {
        f->kind = "index of vectors";
        return find_sections(f, check, err);
    }
    if (find_sections(f, check, NULL) == KITH_OK)
        f->kind = "kith file without vectors, such as a checkpoint";
    else if (kith_vocab_load(f->path, &f->vocab, NULL) == KITH_OK)
        f->kind = "vocabulary";
    return f->kind != NULL ? KITH_OK : status;
}

static kith_status find_out(const args *a, findings *f, kith_error *err)
{
    const kith_open how = {
        .copy = !args_flag(a, "mmap"), .allow_nonfinite = true, .findings = &f->odd};
    const bool check = args_flag(a, "check");
    const kith_status status = kith_vectors_open(f->path, &how, &f->vectors, err);
    if (status == KITH_ERR_DATA)
        return find_other(f, check, status, err);
    if (status != KITH_OK)
        return status;
    f->kind = "vectors";
    if (strcmp(kith_vectors_format(f->vectors), "kith") != 0)
        return KITH_OK;
    return find_sections(f, check, err);
}

static void print_word(const args *a, const char *word, size_t bytes, bool counted, uint64_t count)
{
    if (args_flag(a, "json")) {
        json j = json_begin_line(stdout);
        json_string(&j, "word", word, bytes);
        if (counted)
            json_count(&j, "count", count);
        json_end_line(&j);
        return;
    }
    print_bytes(stdout, word, bytes);
    if (counted)
        printf("\t%" PRIu64, count);
    putchar('\n');
}

static kith_status run_words(const args *a, kith_error *err)
{
    kith_vectors *v = NULL;
    const kith_status status = model_open(a, a->operand[0], &v, err);
    const uint64_t rows = status == KITH_OK ? kith_vectors_rows(v) : 0;
    for (uint64_t row = 0; row < rows && !ferror(stdout); row++) {
        size_t bytes;
        const char *word = kith_vectors_word(v, row, &bytes);
        print_word(a, word, bytes, kith_vectors_has_counts(v), kith_vectors_count(v, row));
    }
    kith_vectors_free(v);
    return status;
}

static kith_status run(const args *a, kith_error *err)
{
    if (args_flag(a, "words"))
        return run_words(a, err);
    findings f = {.path = a->operand[0], .odd = {.declared = UINT64_MAX}};
    const kith_status status = find_out(a, &f, err);
    if (status == KITH_OK && args_flag(a, "json"))
        print_json(&f);
    else if (status == KITH_OK)
        print_plain(&f);
    free(f.section);
    kith_vocab_free(f.vocab);
    kith_vectors_free(f.vectors);
    return status;
}

static const kith_option rows[] = {
    {.name = "check",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Output",
     .help = "verify the checksum of every section of a .kith file"},
    {.name = "words",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Output",
     .help = "print the words of a model instead, a line each, with a tab and their counts where "
             "it has them"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, &options_json, &options_model, NULL};

const command cmd_info = {
    .name = "info",
    .group = "Files",
    .operands = "FILE",
    .summary = "What a file is and what it holds",
    .details =
        "FILE is a model, a vector file of any known format, an index, or a vocabulary. Prints\n"
        "NAME<TAB>VALUE lines; of a .kith file also a line for each section, with its name,\n"
        "type, shape, bytes and CRC32C, and the configuration it was trained with. What is odd\n"
        "in another tool's file is counted; `kith lint` says where it stands.\n",
    .examples = "  kith info words.kith --check\n"
                "  kith info vectors.bin --json\n"
                "  kith info words.kith --words | head\n",
    .least = 1,
    .most = 1,
    .formats = kith_format_names,
    .tables = tables,
    .run = run,
};
