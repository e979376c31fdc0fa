/* kith vocab: the words of a text and how often each stands in it. */
#include "args.h"
#include "output.h"
#include "progress.h"
#include "stats.h"

static kith_status run(const args *a, kith_error *err)
{
    const bool quiet = args_flag(a, "quiet");
    const char *out = kith_config_text(a->config, "output");
    kith_vocab *vocab = NULL;
    kith_text_stats stats = {0};
    progress p;
    const kith_watch watch = progress_start(&p, quiet);
    kith_status status = output_check(out, a->operand, a->operands, err);
    if (status == KITH_OK)
        status = kith_vocab_count(a->config, a->operand, a->operands, &watch, &vocab, &stats, err);
    progress_finish(&p, status == KITH_OK);
    if (status == KITH_OK)
        status = output_status(kith_vocab_save(vocab, out, err), out);
    if (status == KITH_OK && !quiet)
        stats_print(&stats, kith_vocab_size(vocab));
    kith_vocab_free(vocab);
    return status;
}

static size_t library(kith_option_table tables[COMMAND_LIBRARY_TABLES])
{
    tables[0] = kith_text_options();
    return 1;
}

static const kith_option rows[] = {
    {.name = "output",
     .type = KITH_OPTION_TEXT,
     .standard = "-",
     .value = "FILE",
     .group = "Output",
     .help = "the vocabulary to write; - is standard output"},
};
static const kith_option_table own = {.option = rows, .count = sizeof rows / sizeof *rows};
static const kith_option_table *const tables[] = {&own, NULL};

const command cmd_vocab = {
    .name = "vocab",
    .group = "Learn",
    .operands = "FILE...",
    .summary = "Count the words of texts",
    .details =
        "FILE may be plain or gzip, a folder, or - for standard input. Writes \"word count\"\n"
        "lines, the most frequent first, as word2vec's -save-vocab does; `kith train --vocab`\n"
        "reads them back.\n",
    .examples = "  kith vocab text.txt.gz -o words.vocab\n"
                "  kith vocab - --min-count 1 < text.txt | head\n",
    .least = 1,
    .tables = tables,
    .library = library,
    .run = run,
};
