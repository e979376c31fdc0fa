/*
 * How text is read: the options that `kith vocab`, `kith train` and `kith phrases` share.
 */
#include "kith.h"

#define GROUP "Text"
#define READING_ROWS 5    /* the first ones: whatever the words are for */
#define MOST_COUNT 0x1p53 /* whole numbers a double holds exactly */

static const kith_option options[] = {
    {"lowercase", KITH_OPTION_FLAG, "false", 0, 0, "", "", GROUP,
     "fold capitals to small letters: ASCII, Latin-1 Supplement, Latin Extended-A (U+0100-017F), "
     "Greek (U+0370-03FF) and Cyrillic (U+0400-052F) in UTF-8; all other letters stay as they are",
     "word2vec.c"},
    {"max-token-bytes", KITH_OPTION_INT, "4096", 4, 65535, "", "N", GROUP,
     "cut longer words at the last whole UTF-8 character within N bytes (such words are counted)",
     "no word of a language and few addresses are longer; word2vec.c cuts at 99"},
    {"max-vocab-memory", KITH_OPTION_SIZE, "0", 0, MOST_COUNT, "", "SIZE", GROUP,
     "memory of the table of counts, at least 1MiB; past it rare words are dropped and counts "
     "become too low by a bound that is reported; 0 is a quarter of the memory available",
     ""},
    {"corpus-memory", KITH_OPTION_SIZE, "0", 0, MOST_COUNT, "", "SIZE", GROUP,
     "memory of the encoded text (4 bytes a word); past it the text goes to a file in --spool-dir; "
     "0 is half of the memory available",
     ""},
    {"spool-dir", KITH_OPTION_TEXT, "/tmp", 0, 0, "", "DIR", GROUP,
     "folder on disk for the encoded text that does not fit in memory", ""},
    {"min-count", KITH_OPTION_INT, "5", 1, MOST_COUNT, "", "N", GROUP,
     "leave out words seen fewer than N times (with --vocab: only if given)", "word2vec.c"},
    {"max-vocab", KITH_OPTION_INT, "0", 0, 4294967294.0, "", "N", GROUP,
     "keep only the N most frequent words, equal counts by bytes; 0 keeps all", ""},
    {"vocab", KITH_OPTION_TEXT, "", 0, 0, "", "FILE", GROUP,
     "use the words and counts of FILE ('word count' a line) and leave out all others", ""},
};

kith_option_table kith_text_options(void)
{
    return (kith_option_table){options, sizeof options / sizeof *options};
}

kith_option_table kith_reading_options(void)
{
    return (kith_option_table){options, READING_ROWS};
}
