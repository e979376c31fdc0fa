/* Remarks on text that was read; see stats.h. */
#include "stats.h"

#include "print.h"

static void print_losses(const kith_text_stats *s)
{
    char a[PRINT_COUNT_CHARS], b[PRINT_COUNT_CHARS], c[PRINT_COUNT_CHARS];
    if (s->truncated > 0)
        print_message("%s tokens were longer than --max-token-bytes and were cut",
                      print_count(s->truncated, a));
    if (s->pruned_words > 0)
        print_message("--max-vocab-memory pruned %s words (%s tokens); no count is too low by more "
                      "than %s",
                      print_count(s->pruned_words, a), print_count(s->pruned_tokens, b),
                      print_count(s->prune_bound, c));
}

void stats_print(const kith_text_stats *s, uint64_t words)
{
    char a[PRINT_COUNT_CHARS], b[PRINT_COUNT_CHARS], c[PRINT_COUNT_CHARS], d[PRINT_COUNT_CHARS];
    print_message("files %s (%sB), sentences %s, tokens %s", print_count(s->files, a),
                  print_short((double)s->bytes, b), print_count(s->sentences, c),
                  print_count(s->tokens, d));
    print_message("kept %s of %s words, %s of %s tokens", print_count(words, a),
                  print_count(s->distinct, b), print_count(s->tokens_kept, c),
                  print_count(s->tokens, d));
    print_losses(s);
}
