/* kith phrases: words that are to be one token; found, joined, shown. */
#include "args.h"
#include "json.h"
#include "output.h"
#include "print.h"
#include "progress.h"
#include "stats.h"

#include <inttypes.h>
#include <math.h>

/* ------------------------------------------------------------------- learn */

static void print_learned(const args *a, const kith_phrases *p, const kith_phrases_report *r)
{
    char phrases[PRINT_COUNT_CHARS], pairs[PRINT_COUNT_CHARS];
    if (args_flag(a, "quiet"))
        return;
    stats_print(&r->text, r->words);
    print_message("%s phrases; %s different pairs in the last pass",
                  print_count(kith_phrases_count(p), phrases), print_count(r->pairs, pairs));
    if (r->pair_bound > 0)
        print_message("the table of pairs was full: counts may be too low by up to %" PRIu64
                      "; see --max-pair-memory",
                      r->pair_bound);
    if (kith_phrases_count(p) == 0)
        print_message("no pair scored above the threshold: lower --threshold or --min-count");
}

static kith_status run_learn(const args *a, kith_error *err)
{
    const char *out = kith_config_text(a->config, "output");
    kith_phrases *phrases = NULL;
    kith_phrases_report report = {.pairs = 0};
    progress p;
    kith_status status = output_check(out, a->operand, a->operands, err);
    if (status != KITH_OK)
        return status;
    const kith_watch watch = progress_start(&p, args_flag(a, "quiet"));
    status = kith_phrases_learn(a->config, a->operand, a->operands, &watch, &phrases, &report, err);
    progress_finish(&p, status == KITH_OK);
    if (status == KITH_OK)
        status = output_status(kith_phrases_save(phrases, out, err), out);
    if (status == KITH_OK)
        print_learned(a, phrases, &report);
    kith_phrases_free(phrases);
    return status;
}

/* ------------------------------------------------------------------- apply */

static kith_status run_apply(const args *a, kith_error *err)
{
    const char *out = kith_config_text(a->config, "output");
    kith_phrases *phrases = NULL;
    kith_text_stats stats = {0};
    uint64_t joined = 0;
    progress p;
    kith_status status = output_check(out, a->operand, a->operands, err);
    if (status == KITH_OK)
        status = kith_phrases_open(a->operand[0], &phrases, err);
    if (status != KITH_OK)
        return status;
    const kith_watch watch = progress_start(&p, args_flag(a, "quiet"));
    status = kith_phrases_apply(phrases, a->operand + 1, a->operands - 1, out, &watch, &stats,
                                &joined, err);
    progress_finish(&p, status == KITH_OK);
    kith_phrases_free(phrases);
    char tokens[PRINT_COUNT_CHARS], phrase_count[PRINT_COUNT_CHARS];
    if (status == KITH_OK && !args_flag(a, "quiet"))
        print_message("%s words, %s phrases joined", print_count(stats.tokens, tokens),
                      print_count(joined, phrase_count));
    return output_status(status, out);
}

/* -------------------------------------------------------------------- list */

static void print_phrase(const kith_phrase *p, bool as_json)
{
    if (as_json) {
        json j = json_begin_line(stdout);
        json_string(&j, "phrase", p->text, p->bytes);
        json_double(&j, "score", p->score);
        json_count(&j, "count", p->count);
        json_count(&j, "pass", p->pass);
        json_end_line(&j);
        return;
    }
    print_bytes(stdout, p->text, p->bytes);
    putchar('\t');
    print_fixed(stdout, p->score, 4);
    printf("\t%" PRIu64 "\t%" PRIu64 "\n", p->count, p->pass);
}

static kith_status run_list(const args *a, kith_error *err)
{
    kith_phrases *phrases = NULL;
    const kith_status status = kith_phrases_open(a->operand[0], &phrases, err);
    if (status != KITH_OK)
        return status;
    uint64_t n = kith_phrases_count(phrases);
    const uint64_t top = args_count(a, "top");
    n = top != 0 && n > top ? top : n;
    for (uint64_t i = 0; i < n; i++) {
        kith_phrase phrase;
        kith_phrases_at(phrases, i, &phrase);
        print_phrase(&phrase, args_flag(a, "json"));
    }
    kith_phrases_free(phrases);
    return KITH_OK;
}

/* ---------------------------------------------------------------- commands */

static const kith_option learn_rows[] = {
    {.name = "output",
     .type = KITH_OPTION_TEXT,
     .standard = "-",
     .value = "PHRASES",
     .group = "Output",
     .help = "the file of phrases to write, text; - is standard output"},
};
static const kith_option apply_rows[] = {
    {.name = "output",
     .type = KITH_OPTION_TEXT,
     .standard = "-",
     .value = "OUT",
     .group = "Output",
     .help = "the text to write; - is standard output"},
};
static const kith_option list_rows[] = {
    {.name = "top",
     .type = KITH_OPTION_INT,
     .standard = "0",
     .least = 0,
     .most = INFINITY,
     .value = "N",
     .group = "Output",
     .help = "the first N alone; 0: all"},
};
static const kith_option_table learn_own = {.option = learn_rows, .count = 1};
static const kith_option_table apply_own = {.option = apply_rows, .count = 1};
static const kith_option_table list_own = {.option = list_rows, .count = 1};
static const kith_option_table *const learn_tables[] = {&learn_own, NULL};
static const kith_option_table *const apply_tables[] = {&apply_own, NULL};
static const kith_option_table *const list_tables[] = {&list_own, &options_json, NULL};

const command cmd_phrases_learn = {
    .name = "phrases learn",
    .group = "Learn",
    .operands = "TEXT...",
    .summary = "Find words that stand together as one, as word2phrase does",
    .details = "TEXT may be plain or gzip, a folder, or - for standard input; no phrase crosses a\n"
               "line end. The scores are those of word2phrase; gensim's default has the number of\n"
               "different words and pairs in the place of N, its npmi is the same.\n",
    .examples = "  kith phrases learn text.txt.gz -o phrases.txt --passes 2\n"
                "  kith phrases learn - --score npmi --connectors english < text.txt\n",
    .least = 1,
    .tables = learn_tables,
    .library = kith_phrase_options,
    .run = run_learn,
};

const command cmd_phrases_apply = {
    .name = "phrases apply",
    .group = "Learn",
    .operands = "PHRASES TEXT...",
    .summary = "Write a text with its phrases joined: new york -> new_york",
    .details = "From left to right, pass by pass, as the phrases were learned. Each line of words\n"
               "is a line; lines without words are left out.\n",
    .examples = "  kith phrases apply phrases.txt text.txt.gz -o joined.txt\n"
                "  kith phrases apply phrases.txt - < text.txt | kith train - -o words.kith\n",
    .least = 2,
    .tables = apply_tables,
    .run = run_apply,
};

const command cmd_phrases_list = {
    .name = "phrases list",
    .group = "Learn",
    .operands = "PHRASES",
    .summary = "The phrases found, with scores",
    .details = "Prints PHRASE<TAB>SCORE<TAB>COUNT<TAB>PASS lines, the best of each pass first.\n",
    .examples = "  kith phrases list phrases.txt --top 20\n"
                "  kith phrases list phrases.txt --json\n",
    .least = 1,
    .most = 1,
    .tables = list_tables,
    .run = run_list,
};
