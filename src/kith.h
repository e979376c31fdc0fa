/*
 * kith: word vectors and small neural networks.
 *
 * The one installed header. Every call that can fail returns a kith_status and, where `err` is not
 * NULL, fills one line of text: what, where, expected, got. The library never prints, exits, reads
 * the environment, installs signal handlers or keeps mutable globals. Handles are opaque; what a
 * call hands out through `T **out` the caller frees, what it returns as `const T *` is borrowed
 * from its handle. One handle may be read by many threads at once; no handle may be changed by two.
 *
 * Bytes are bytes: words are counted strings of any bytes but white space, UTF-8 is kept as it is.
 * Counts, rows and offsets are 64-bit everywhere.
 *
 * Its parts, in their order; each begins with a line of dashes and its name:
 *     status          errors, the version, the ISA in use
 *     numbers         parsing and printing, whatever the locale
 *     streams         reading plain or gzipped, lines, writing whole files or none, folders
 *     options         tables of settings, from which help and checks are made
 *     progress        a call that watches long work, and stops it
 *     vocabulary      words and their counts
 *     phrases         words that belong together
 *     vectors         word vectors, opened from any format: rows, words, n-grams
 *     files           saving in any format, checking
 *     spaces          vectors as a whole: editing, clusters, alignment
 *     mechanisms      what there is to choose from, with formulas
 *     training        word vectors from text
 *     tables          rows of numbers and labels
 *     pictures        curves and maps as SVG
 *     nets            what a net is made of; running, averaging, checking gradients
 *     questions       nearest words, analogies, similarities, predictions
 *     indexes         nearest words by a graph, quicker and not quite exact
 *     evaluation      analogies, similarities, retrieval, differences
 *     classification  training, prediction, measures
 *     searches        settings to try
 *     regression      numbers from rows
 *     autoencoders    short codes of rows
 */
#ifndef KITH_H
#define KITH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define KITH_API __attribute__((visibility("default")))
#if defined(__clang__) || defined(__GNUC__)
#define KITH_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define KITH_PRINTF(f, a)
#endif

#define KITH_VERSION "0.1.0"

/* ------------------------------------------------------------------ status */

/* The numbers are the exit codes of the command line. */
typedef enum kith_status {
    KITH_OK = 0,
    KITH_NOT_FOUND = 1,     /* a negative answer: unknown word, gate missed */
    KITH_ERR_USAGE = 2,     /* a flag or a value that cannot be */
    KITH_ERR_DATA = 65,     /* input that is not what it should be */
    KITH_ERR_INPUT = 66,    /* input that is not there or cannot be read */
    KITH_ERR_INTERNAL = 70, /* a promise of ours broken */
    KITH_ERR_MEMORY = 71,   /* out of memory */
    KITH_ERR_CREATE = 73,   /* output that cannot be created */
    KITH_ERR_IO = 74,       /* reading or writing failed, disk full */
    KITH_CANCELLED = 130    /* stopped by the caller's watch */
} kith_status;

typedef struct kith_error {
    kith_status status;
    char text[512]; /* one line, no newline at its end */
} kith_error;

/* Fills *err (which may be NULL) and returns `status`, so that a failure is one return statement.
 */
KITH_API kith_status kith_fail(kith_error *err, kith_status status, const char *format, ...)
    KITH_PRINTF(3, 4);

/* The library's version, e.g. "0.1.0". */
KITH_API const char *kith_version(void);

/* The name of the kernels in use for `isa` (NULL: the best this machine has), e.g. "avx512". */
KITH_API kith_status kith_isa_name(const char *isa, const char **name, kith_error *err);

/* ----------------------------------------------------------------- numbers */

/* Numbers read and written without locale. `text` need not end in NUL; all of it must be the
 * number. */
KITH_API bool kith_parse_u64(const char *text, size_t bytes, uint64_t *value);
KITH_API bool kith_parse_real(const char *text, size_t bytes, double *value);
/* A size with an optional suffix K M G T (powers of 1000) or KiB MiB GiB TiB (powers of 1024). */
KITH_API bool kith_parse_size(const char *text, size_t bytes, uint64_t *value);
/* A duration with an optional suffix s m h d; seconds. */
KITH_API bool kith_parse_seconds(const char *text, size_t bytes, double *value);

enum { KITH_REAL_CHARS = 32 };
/* The shortest decimal that reads back as the same float ("nan", "inf", "-inf"); returns its
 * length. */
KITH_API size_t kith_format_float(float value, char text[KITH_REAL_CHARS]);
/* The same for a double. */
KITH_API size_t kith_format_double(double value, char text[KITH_REAL_CHARS]);

/*
 * Bytes of the well-formed UTF-8 character at the start of `text`, 0 where there is none: no
 * overlong forms, no surrogates, nothing past U+10FFFF.
 */
KITH_API size_t kith_utf8_length(const char *text, size_t bytes);

/* ----------------------------------------------------------------- streams */

/*
 * A source of bytes: a file, standard input ("-") or memory; gzip (one or many members) is
 * unpacked, detected by content. Chunks are large and borrowed. Truncated or corrupt gzip is
 * KITH_ERR_DATA with its offset; bytes after the last member that are no member are ignored, as
 * gzip does.
 */
typedef struct kith_stream kith_stream;
KITH_API kith_status kith_stream_open(const char *path, kith_stream **out, kith_error *err);
KITH_API kith_status kith_stream_memory(const void *bytes, size_t size, kith_stream **out,
                                        kith_error *err);
/* The next chunk, borrowed until the next call; *size 0 at the end. */
KITH_API kith_status kith_stream_next(kith_stream *s, const unsigned char **chunk, size_t *size,
                                      kith_error *err);
KITH_API const char *kith_stream_name(const kith_stream *s);
/* Bytes of the file itself read so far and in all (0: unknown), for progress. */
KITH_API void kith_stream_position(const kith_stream *s, uint64_t *read, uint64_t *total);
KITH_API void kith_stream_close(kith_stream *s); /* NULL is fine */

/* Lines of any length. CR LF counts as a newline, a byte order mark at the start is skipped. */
typedef struct kith_lines kith_lines;
KITH_API kith_status kith_lines_open(const char *path, kith_lines **out, kith_error *err);
/* Takes the stream over: it is closed with the lines, and on failure. */
KITH_API kith_status kith_lines_take(kith_stream *stream, kith_lines **out, kith_error *err);
/*
 * The next line without its newline, with a NUL behind it, borrowed until the next call; *line is
 * NULL at the end. A last line without newline is a line.
 */
KITH_API kith_status kith_lines_next(kith_lines *l, const char **line, size_t *bytes,
                                     kith_error *err);
/* Is the next line in memory already, so that asking for it does not wait? */
KITH_API bool kith_lines_ready(const kith_lines *l);
KITH_API uint64_t kith_lines_number(const kith_lines *l); /* of the line last handed out, from 1 */
KITH_API const char *kith_lines_name(const kith_lines *l);
KITH_API void kith_lines_close(kith_lines *l);

/*
 * Writes a file whole or not at all: a temporary name beside it, fsync, rename, fsync of the
 * folder.
 * "-" is standard output (written as it comes). Opening fails with KITH_ERR_CREATE at once where
 * the folder is missing or not writable.
 */
typedef struct kith_writer kith_writer;
KITH_API kith_status kith_writer_open(const char *path, kith_writer **out, kith_error *err);
/* Takes the disk space now, so that a full disk is KITH_ERR_IO before the work and not after it. */
KITH_API kith_status kith_writer_reserve(kith_writer *w, uint64_t bytes, kith_error *err);
KITH_API kith_status kith_writer_write(kith_writer *w, const void *bytes, size_t size,
                                       kith_error *err);
/* Formatted text; %f, %g and %e are not allowed (locale): see kith_format_float. */
KITH_API kith_status kith_writer_print(kith_writer *w, kith_error *err, const char *format, ...)
    KITH_PRINTF(3, 4);
KITH_API uint64_t kith_writer_tell(const kith_writer *w);
/* Makes the file appear. Frees the writer and sets *w to NULL, also on failure (nothing appears).
 */
KITH_API kith_status kith_writer_commit(kith_writer **w, kith_error *err);
KITH_API void kith_writer_discard(kith_writer **w); /* removes the temporary file; NULL is fine */

/*
 * The files that the given paths name, in order: a folder stands for the regular files below it,
 * sorted by name, hidden ones left out, each folder entered once (so loops end). "-" stays. A path
 * that is not there or a folder without files is KITH_ERR_INPUT.
 */
typedef struct kith_paths {
    char **path;
    size_t count;
} kith_paths;
KITH_API kith_status kith_paths_expand(const char *const *paths, size_t count, kith_paths *out,
                                       kith_error *err);
KITH_API void kith_paths_clear(kith_paths *p);

/* ----------------------------------------------------------------- options */

typedef enum kith_option_type {
    KITH_OPTION_FLAG,    /* no value; "true" or "false" */
    KITH_OPTION_INT,     /* a whole number in least..most */
    KITH_OPTION_REAL,    /* a finite number in least..most */
    KITH_OPTION_SIZE,    /* bytes: 256M, 1GiB */
    KITH_OPTION_SECONDS, /* 30s, 5m */
    KITH_OPTION_NAME,    /* one of `choices`; NAME:k=v,.. where the text has a colon */
    KITH_OPTION_TEXT     /* any text, a path */
} kith_option_type;

typedef struct kith_option {
    const char *name; /* without dashes: "min-count" */
    kith_option_type type;
    const char *standard; /* the default as text; "" for none */
    double least, most;   /* for INT, REAL, SIZE, SECONDS; inclusive */
    const char *choices;  /* for NAME: "ns hs softmax ns+hs" */
    const char *value;    /* what the help shows for the value: "N", "FILE" */
    const char *group;    /* heading in the help: "Model", "Text", "Training" */
    const char *help;     /* one sentence: what it does, its unit */
    const char *source;   /* where the default comes from; "" for our own */
} kith_option;

/*
 * Values for the options of one or more tables. Every value is checked as it is set, the last one
 * holds; a bad value is KITH_ERR_USAGE and says what is valid, an unknown name what is nearest.
 */
typedef struct kith_config kith_config;
typedef struct kith_option_table {
    const kith_option *option;
    size_t count;
} kith_option_table;
/* The tables are borrowed for the life of the configuration. */
KITH_API kith_status kith_config_new(const kith_option_table *tables, size_t count,
                                     kith_config **out, kith_error *err);
KITH_API kith_status kith_config_set(kith_config *c, const char *name, const char *value,
                                     kith_error *err);
/* NULL where there is no such option. */
KITH_API const kith_option *kith_config_option(const kith_config *c, const char *name);
KITH_API size_t kith_config_count(const kith_config *c);
KITH_API const kith_option *kith_config_at(const kith_config *c, size_t i);
KITH_API bool kith_config_given(const kith_config *c, const char *name); /* set, not by default */
/*
 * Values by name; asking for a name that is not there or of another type is an assertion. An option
 * without default that was not set reads as "", 0, NaN, false.
 */
KITH_API const char *kith_config_text(const kith_config *c, const char *name); /* of any type */
KITH_API int64_t kith_config_int(const kith_config *c, const char *name);      /* INT, SIZE */
KITH_API double kith_config_real(const kith_config *c, const char *name);      /* REAL, SECONDS */
KITH_API bool kith_config_flag(const kith_config *c, const char *name);
KITH_API void kith_config_free(kith_config *c);
/* The nearest of `count` names to a misspelt one, or NULL where none is near. */
KITH_API const char *kith_nearest_name(const char *wrong, const char *const *names, size_t count);

/* The tables of the library: how text is read, and all of `kith train` (which includes the text's).
 */
KITH_API kith_option_table kith_text_options(void);
KITH_API kith_option_table kith_reading_options(void); /* those of them that all texts share */
KITH_API size_t kith_train_options(kith_option_table tables[4]); /* returns how many */

/* ---------------------------------------------------------------- progress */

typedef struct kith_progress {
    const char *phase;  /* "count", "train", "save", ... */
    double done, total; /* in `unit`; total 0 where unknown */
    const char *unit;   /* "words", "bytes" */
    double seconds;     /* since the phase began, wall clock */
    double rate;        /* units a second, wall clock */
    double lr;          /* 0 where there is none */
    double loss;        /* mean per example of late; NaN where there is none */
    double valid_loss;  /* mean on held-out blocks, NaN where there is none */
    uint64_t epoch;     /* from 1; 0 where there is none */
    const char *note;   /* NULL; or a line of advice, and then nothing else is told */
} kith_progress;

/* Called now and then from the calling thread; returning false cancels the work. */
typedef struct kith_watch {
    bool (*call)(void *self, const kith_progress *progress);
    void *self;
} kith_watch;

/* -------------------------------------------------------------- vocabulary */

typedef struct kith_vocab kith_vocab;

/* What reading found; nothing is dropped without being counted here. */
typedef struct kith_text_stats {
    uint64_t files, bytes;  /* read, after unpacking */
    uint64_t sentences;     /* lines with at least one token */
    uint64_t tokens;        /* all tokens */
    uint64_t tokens_kept;   /* of words in the vocabulary */
    uint64_t distinct;      /* different words seen (a lower bound after pruning) */
    uint64_t truncated;     /* tokens cut at max-token-bytes */
    uint64_t pruned_words;  /* entries dropped to stay within max-vocab-memory */
    uint64_t pruned_tokens; /* tokens that those entries stood for */
    uint64_t prune_bound;   /* no count is too low by more than this; 0: all counts exact */
} kith_text_stats;

/* Counts the words of the files. `config` holds kith_text_options. `stats` may be NULL. */
KITH_API kith_status kith_vocab_count(const kith_config *config, const char *const *paths,
                                      size_t count, const kith_watch *watch, kith_vocab **out,
                                      kith_text_stats *stats, kith_error *err);
/* word2vec's text: "word count" a line. Read in any order and sorted; a repeated word is an error.
 */
KITH_API kith_status kith_vocab_load(const char *path, kith_vocab **out, kith_error *err);
KITH_API kith_status kith_vocab_save(const kith_vocab *v, const char *path, kith_error *err);
/* Words by descending count, equal counts by bytes. */
KITH_API uint64_t kith_vocab_size(const kith_vocab *v);
KITH_API uint64_t kith_vocab_tokens(const kith_vocab *v); /* the sum of the counts */
KITH_API const char *kith_vocab_word(const kith_vocab *v, uint64_t id, size_t *bytes);
KITH_API uint64_t kith_vocab_word_count(const kith_vocab *v, uint64_t id);
/* UINT64_MAX where the word is unknown. */
KITH_API uint64_t kith_vocab_find(const kith_vocab *v, const char *word, size_t bytes);
KITH_API void kith_vocab_free(kith_vocab *v);

/* ----------------------------------------------------------------- phrases */

/* Words that are to be one token, found in a text and joined in others. Read-only once made. */
typedef struct kith_phrases kith_phrases;
typedef struct kith_phrase {
    const char *text; /* as it is joined; borrowed, no NUL behind it */
    size_t bytes;
    uint64_t count; /* in the text it was found in, as the passes before it left it */
    double score;
    uint64_t pass; /* from 1 */
} kith_phrase;
typedef struct kith_phrases_report {
    kith_text_stats text;
    uint64_t words;      /* different ones that are frequent enough */
    uint64_t pairs;      /* different ones of them, in the last pass */
    uint64_t pair_bound; /* no count of a pair is too low by more than this */
} kith_phrases_report;

/* The options of `kith phrases learn`; returns how many tables. */
KITH_API size_t kith_phrase_options(kith_option_table tables[4]);
/* Finds the phrases of the files. `config` holds kith_phrase_options. `report` may be NULL. */
KITH_API kith_status kith_phrases_learn(const kith_config *config, const char *const *paths,
                                        size_t count, const kith_watch *watch, kith_phrases **out,
                                        kith_phrases_report *report, kith_error *err);
KITH_API kith_status kith_phrases_save(const kith_phrases *p, const char *path, kith_error *err);
KITH_API kith_status kith_phrases_open(const char *path, kith_phrases **out, kith_error *err);
/* All passes, the best of each first. */
KITH_API uint64_t kith_phrases_count(const kith_phrases *p);
KITH_API void kith_phrases_at(const kith_phrases *p, uint64_t i, kith_phrase *out);
/*
 * Writes the words of the files with the phrases joined, a sentence a line, one space between
 * words; lines without words are left out. *joined (may be NULL): how many phrases were joined.
 */
KITH_API kith_status kith_phrases_apply(const kith_phrases *p, const char *const *paths,
                                        size_t count, const char *output, const kith_watch *watch,
                                        kith_text_stats *stats, uint64_t *joined, kith_error *err);
KITH_API void kith_phrases_free(kith_phrases *p); /* NULL is fine */

/* ----------------------------------------------------------------- vectors */

/* Named rows: what training makes, files hold and questions ask. Read-only once made. */
typedef struct kith_vectors kith_vectors;

/* What may be odd in a file of vectors. */
typedef enum kith_finding_kind {
    KITH_FINDING_HEADER,    /* it says another number of rows */
    KITH_FINDING_DUPLICATE, /* a word that came before */
    KITH_FINDING_NONFINITE, /* NaN, Inf */
    KITH_FINDING_ZERO,      /* a vector of zeros */
    KITH_FINDING_ENCODING,  /* a word that is not UTF-8 */
    KITH_FINDING_BLANK,     /* white space or NUL in a word */
    KITH_FINDING_EMPTY,     /* no word */
    KITH_FINDING_CUT,       /* text that does not end in a newline */
    KITH_FINDING_DAMAGED    /* reading ends before the file does, or the other way round */
} kith_finding_kind;
enum { KITH_FINDINGS = KITH_FINDING_DAMAGED + 1 };
KITH_API const char *kith_finding_name(kith_finding_kind kind); /* "header", ... */

typedef struct kith_finding {
    kith_finding_kind kind;
    uint64_t place; /* a line, from 1, or an offset in the unpacked data */
    bool by_line;
    const char *word; /* NULL where it is of no row */
    size_t bytes;
    const char *text; /* the finding in words, one line */
} kith_finding;

/* Filled while a file is read: findings, and what the file says of itself. */
typedef struct kith_findings {
    /* Called for each, from one thread at a time; may be NULL. */
    void (*call)(void *self, const kith_finding *finding);
    void *self;
    uint64_t count[KITH_FINDINGS];
    const char *format; /* NULL until it is known and its head is read */
    const char *dtype;  /* of its numbers; NULL where reading breaks off */
    bool by_line;       /* places are lines */
    uint64_t rows, dim; /* rows read, also those that were left out */
    uint64_t declared;  /* rows by the header; UINT64_MAX where it says none */
} kith_findings;
KITH_API uint64_t kith_findings_count(const kith_findings *f); /* of all kinds */

typedef struct kith_open {
    const char *format;      /* NULL: by content */
    uint64_t limit;          /* at most so many rows; 0: all */
    bool copy;               /* read into memory instead of mapping */
    bool allow_nonfinite;    /* accept NaN and Inf instead of KITH_ERR_DATA */
    bool skip_empty;         /* leave rows without a word out instead of KITH_ERR_DATA */
    bool outputs;            /* of fasttext-bin the output vectors too; a .kith always has them */
    kith_findings *findings; /* NULL: not asked for; a mapped model's rows are not looked at */
} kith_open;
/* Opens any vector file that is known (see kith_format_names). `how` may be NULL. */
KITH_API kith_status kith_vectors_open(const char *path, const kith_open *how, kith_vectors **out,
                                       kith_error *err);
/*
 * Reads the file for what is odd in it, all of it: a model's rows and checksums too. KITH_ERR_DATA
 * where it is no format that is known; what breaks off later is a finding. Of an index the
 * checksums.
 */
KITH_API kith_status kith_vectors_lint(const char *path, const kith_open *how, kith_findings *f,
                                       kith_error *err);
KITH_API uint64_t kith_vectors_rows(const kith_vectors *v);
KITH_API uint64_t kith_vectors_dim(const kith_vectors *v);
KITH_API const char *kith_vectors_word(const kith_vectors *v, uint64_t row, size_t *bytes);
KITH_API uint64_t kith_vectors_find(const kith_vectors *v, const char *word, size_t bytes);
/*
 * The same for a question: where the vectors have character n-grams, a word that is not in the
 * vocabulary gets a row made of them (if the model knows any of them), numbered behind all others.
 * Such rows can be asked about and are no answers; they stay until kith_vectors_forget, which no
 * other thread may be beside.
 */
KITH_API uint64_t kith_vectors_ask(const kith_vectors *v, const char *word, size_t bytes);
KITH_API void kith_vectors_forget(kith_vectors *v);
/* Characters of words' n-grams, the shortest and the longest; hashed below `buckets`. */
typedef struct kith_subwords {
    uint32_t least, most; /* most 0: none */
    uint32_t buckets;     /* 0: none */
} kith_subwords;
KITH_API kith_subwords kith_vectors_grams(const kith_vectors *v);
/* What a word's vector is the mean of; borrowed for the call. */
typedef struct kith_word_part {
    const char *text; /* the word, or an n-gram of it, where < and > are its ends */
    size_t bytes;
    const float *vector; /* [dim] */
} kith_word_part;
/*
 * Tells of a word that is in the vocabulary, and of each n-gram, in fastText's order.
 * KITH_ERR_USAGE where vectors have no n-grams.
 */
KITH_API kith_status kith_vectors_spell(const kith_vectors *v, const char *word, size_t bytes,
                                        void (*each)(void *self, const kith_word_part *part),
                                        void *self, kith_error *err);
/* [dim] floats. */
KITH_API const float *kith_vectors_row(const kith_vectors *v, uint64_t row);
KITH_API bool kith_vectors_has_counts(const kith_vectors *v);
KITH_API uint64_t kith_vectors_count(const kith_vectors *v, uint64_t row);
/* The configuration it was trained with, "name value" lines; "" where the file has none. */
KITH_API const char *kith_vectors_config(const kith_vectors *v);
/* The format it was read from, e.g. "kith". */
KITH_API const char *kith_vectors_format(const kith_vectors *v);
/* What its numbers are in that file: "f32", "f16", "text", ... */
KITH_API const char *kith_vectors_dtype(const kith_vectors *v);
/* Remarks of the reader, one a line ("header says 10 rows, file has 9"); "" where all is well. */
KITH_API const char *kith_vectors_notes(const kith_vectors *v);
/*
 * The words nearest in spelling (Damerau-Levenshtein by characters, at most a third of the word's
 * length, rounded), best first, frequent first among equals. Writes at most `most` rows and no more
 * than 64; returns how many. Words of more than 64 characters have none.
 */
KITH_API size_t kith_vectors_suggest(const kith_vectors *v, const char *word, size_t bytes,
                                     uint64_t *rows, size_t most);
KITH_API void kith_vectors_free(kith_vectors *v);

/* ------------------------------------------------------------------- files */

/* "kith w2v-text w2v-bin ..": the names that `format` and --from, --to take. */
KITH_API const char *kith_format_names(void);
typedef enum kith_bad_word {
    KITH_BAD_WORD_ERROR,
    KITH_BAD_WORD_ESCAPE,
    KITH_BAD_WORD_SKIP
} kith_bad_word;
/*
 * Writes the vectors in the named format (NULL: by the ending of the path; without any it is a
 * .kith). What a format cannot hold (words beside an npy) goes to PATH.words; some formats are a
 * folder. Text is packed where the path ends in .gz. The same vectors give the same bytes. Words
 * that were escaped or left out are counted in err->text, with KITH_OK.
 */
KITH_API kith_status kith_vectors_save(const kith_vectors *v, const char *path, const char *format,
                                       kith_bad_word bad_word, kith_error *err);

/* How to save; all zero is as kith_vectors_save does by default. */
typedef struct kith_save_options {
    const char *format; /* NULL: by the ending of the path */
    const char *dtype;  /* of the numbers: "f32" (NULL), "f16", "i8" where the format holds it */
    kith_bad_word bad_word; /* what to do with words that the format cannot hold */
} kith_save_options;
KITH_API kith_status kith_vectors_save_as(const kith_vectors *v, const char *path,
                                          const kith_save_options *options, kith_error *err);
/* Would such a save begin? KITH_ERR_USAGE for what cannot be, KITH_ERR_CREATE for the path. */
KITH_API kith_status kith_save_check(const char *path, const kith_save_options *options,
                                     kith_error *err);

/* What a saved file holds, beside what it was to hold. */
typedef struct kith_verify_report {
    uint64_t rows;    /* compared */
    double largest;   /* difference of two numbers */
    double allowed;   /* largest difference that the dtype and the format allow where it stood */
    uint64_t outside; /* numbers that are farther off than allowed there */
} kith_verify_report;
/*
 * Reads back what kith_vectors_save_as wrote with these options. KITH_NOT_FOUND where words differ
 * or numbers are outside, and says where.
 */
KITH_API kith_status kith_vectors_verify(const kith_vectors *v, const char *path,
                                         const kith_save_options *options, kith_verify_report *out,
                                         kith_error *err);
/* A copy of the words, counts and vectors, each vector divided by its length; zeros stay. */
KITH_API kith_status kith_vectors_normalize(const kith_vectors *v, kith_vectors **out,
                                            kith_error *err);

/* One section of a .kith file. */
typedef struct kith_section {
    char name[24];
    char type[8]; /* "f32", "u64", "u32", "bytes" */
    uint32_t rank;
    uint64_t shape[4]; /* outermost first */
    uint64_t stride;   /* bytes from row to row; 0 for rank < 2 */
    uint64_t offset, bytes;
    uint32_t crc; /* CRC32C of the payload */
} kith_section;
/* The section table of a .kith file; `check` also verifies every checksum. Caller frees *out with
 * free. */
KITH_API kith_status kith_file_sections(const char *path, bool check, kith_section **out,
                                        size_t *count, kith_error *err);

/* ------------------------------------------------------------------ spaces */

/* Whose numbers stand where several files have a word. */
typedef enum kith_clash { KITH_CLASH_FIRST, KITH_CLASH_LAST, KITH_CLASH_MEAN } kith_clash;

/* What is done to vectors, in the order of the fields; all zero copies them. */
typedef struct kith_edit {
    kith_clash clash;
    /* Which rows stay. Files have a word a line, up to the first tab; NULL: no such filter. */
    const char *only, *without;
    const char *match;    /* a pattern of * ? [a-z], for whole words */
    const char *regex;    /* as grep -E has them, anywhere in a word */
    uint64_t min_count;   /* KITH_ERR_USAGE above 0 where a file has no counts */
    uint64_t top;         /* the first so many of those left; 0: all */
    const char *rename;   /* a file of OLD and NEW by a tab; all at once, so words may swap names */
    bool normalize_first; /* rows to length 1; zero rows stay */
    bool center;          /* minus the mean of the rows */
    uint64_t remove;      /* principal components, the largest first; centres as well */
    uint64_t pca;         /* to the coordinates along so many components, of those left; 0: no */
    bool normalize;
    bool alone;       /* the vectors alone, without what training keeps beside them */
    unsigned threads; /* 0: all cores */
    const char *isa;  /* NULL: the best */
} kith_edit;
typedef struct kith_edit_report {
    uint64_t words;                         /* different words of all files */
    uint64_t rows;                          /* of them that stayed */
    uint64_t only_unknown, without_unknown; /* words of the lists that no file has */
    uint64_t renamed, rename_unknown;
    double removed, kept; /* share of the variance in the components taken out; left by pca (of the
                             whole before both) */
} kith_edit_report;
/*
 * New vectors from those given, which have numbers alike; rows stand in the order in which their
 * words come first. Counts stay where all have them (a mean's count is the sum). What training
 * keeps beside the vectors, n-grams and output vectors, stays where words of one file are filtered
 * and nothing else is done. `report` may be NULL. KITH_NOT_FOUND where no row is left,
 * KITH_ERR_DATA with file and line for a list that cannot be. The same bits at any number of
 * threads.
 */
KITH_API kith_status kith_vectors_edit(const kith_vectors *const *v, size_t count,
                                       const kith_edit *how, kith_vectors **out,
                                       kith_edit_report *report, kith_error *err);

/* What training learns of each word: its own vector, and that of it as a neighbour of others. */
typedef enum kith_side { KITH_SIDE_INPUT, KITH_SIDE_OUTPUT, KITH_SIDE_SUM } kith_side;
/* A copy with those numbers, or with the sums of both. KITH_ERR_USAGE where the file has none. */
KITH_API kith_status kith_vectors_side(const kith_vectors *v, kith_side side, kith_vectors **out,
                                       kith_error *err);

typedef struct kith_cluster_options {
    uint64_t classes;    /* 1..rows */
    uint64_t top;        /* the first rows alone; 0: all */
    bool spherical;      /* by cosine: rows and centres have length 1 (Dhillon & Modha 2001) */
    uint64_t iterations; /* at most; 0: 100 */
    uint64_t repeats;    /* starts, of which the best counts; 0: 1 */
    uint64_t seed;
    unsigned threads; /* 0: all cores */
    const char *isa;  /* NULL: the best */
} kith_cluster_options;
typedef struct kith_clusters {
    uint64_t rows, classes;
    uint32_t *of;     /* [rows] the class of each; classes by descending size */
    double *distance; /* [rows] to its centre: squared; of spherical ones 1 - cosine */
    uint64_t *size;   /* [classes] rows; 0 where there are fewer different rows than classes */
    double inertia;   /* the sum of the distances */
    uint64_t iterations;
    bool settled; /* no row changed its class any more */
} kith_clusters;
/*
 * K-means: Lloyd's iterations from a start by greedy k-means++ (Arthur & Vassilvitskii 2007). The
 * same bits at any number of threads. O(rows dim classes) an iteration; takes a copy of the rows.
 */
KITH_API kith_status kith_vectors_cluster(const kith_vectors *v, const kith_cluster_options *how,
                                          kith_clusters *out, kith_error *err);
KITH_API void kith_clusters_clear(kith_clusters *c);

/* Rows of two spaces that mean the same. */
typedef struct kith_row_pair {
    uint64_t a, b;
} kith_row_pair;
typedef struct kith_row_pairs {
    kith_row_pair *pair; /* [count]; freed with kith_row_pairs_clear */
    uint64_t count;
    uint64_t unknown; /* lines of the file with a word that its space has not */
} kith_row_pairs;
/* The words that both have, in the order of `a`. KITH_NOT_FOUND where there are none. */
KITH_API kith_status kith_row_pairs_shared(const kith_vectors *a, const kith_vectors *b,
                                           kith_row_pairs *out, kith_error *err);
/* Lines of two words, the first of `a`, by a tab or white space; words may come again. */
KITH_API kith_status kith_row_pairs_read(const char *path, const kith_vectors *a,
                                         const kith_vectors *b, kith_row_pairs *out,
                                         kith_error *err);
/*
 * Puts the pairs of about a share (0..1) of the words of `a`, chosen by the seed, at the end;
 * returns how many pairs stand before them. All pairs of a word go together.
 */
KITH_API uint64_t kith_row_pairs_split(kith_row_pairs *p, double share, uint64_t seed);
KITH_API void kith_row_pairs_clear(kith_row_pairs *p);

/*
 * The rows of `a` turned so that those of the pairs, taken at length 1, are as near as can be to
 * their partners in `b`: orthogonal Procrustes (Schoenemann 1966; Xing et al. 2015). Lengths and
 * angles within `a` stay. KITH_ERR_DATA where dims differ, KITH_ERR_USAGE without a pair. threads
 * 0: all cores; isa NULL: the best.
 */
KITH_API kith_status kith_vectors_align(const kith_vectors *a, const kith_vectors *b,
                                        const kith_row_pair *pair, uint64_t count, unsigned threads,
                                        const char *isa, kith_vectors **out, kith_error *err);

/* -------------------------------------------------------------- mechanisms */

/* One mechanism of the neural core that can be chosen by name. */
typedef struct kith_mechanism {
    const char *kind;   /* "activation", "layer", "loss", "initialiser", "optimiser", "setting",
                           "schedule", "option" */
    const char *name;   /* as options take it: "relu", "adam:notes3" */
    char standard[112]; /* its values where none are given: "lr=0.001 b1=0.9"; "" for none */
    const char *formula, *source;
    const char *note; /* what to know before using it; "" for nothing */
    bool shown;       /* false: an erratum of the notes, kept to show what it does */
} kith_mechanism;
/* The i-th of all mechanisms, kinds together; false behind the last. */
KITH_API bool kith_mechanism_at(size_t i, kith_mechanism *out);

/* ---------------------------------------------------------------- training */

typedef struct kith_train_report {
    kith_text_stats text;
    uint64_t words, dim;
    uint64_t started;        /* words that start from the rows of --init */
    uint64_t frozen;         /* of them, those that stay */
    uint64_t freeze_unknown; /* words of --freeze-words that are not among those started */
    double seconds_reading, seconds_training, seconds_saving;
    double rate;          /* words a second while training, before subsampling, wall clock */
    double loss;          /* mean over the last epoch's measured examples */
    double valid_loss;    /* NaN without --valid */
    uint64_t memory;      /* bytes of parameters and state */
    char checkpoint[512]; /* written when cancelled; "" otherwise */
} kith_train_report;

/*
 * Learns vectors from the files and writes them to `output` (.kith, or any format that
 * kith_vectors_save takes). `config` holds kith_train_options. The output and its disk space are
 * taken before the training. On cancel a checkpoint is written, `output` stays as it was, and the
 * result is KITH_CANCELLED.
 */
KITH_API kith_status kith_train(const kith_config *config, const char *const *paths, size_t count,
                                const char *output, const kith_watch *watch,
                                kith_train_report *report, kith_error *err);

/* ------------------------------------------------------------------ tables */

/*
 * Examples with features: read from CSV or TSV, svmlight, IDX, npy, or lines of labels and text,
 * told by content, then by ending; plain, gzip or "-". See docs/data.md.
 */
typedef struct kith_dataset kith_dataset;

/* How a table is read; all zero is a good start. Strings are borrowed for the call. */
typedef struct kith_table_options {
    const char *format;      /* NULL: by content */
    const char *label;       /* the column of classes: name, number from 1, "first", "last", "auto"
                                (named label or class, if any); NULL: none */
    const char *targets;     /* columns of numbers to predict, comma-separated; NULL: none */
    const char *labels_file; /* the classes of the rows: IDX, or text with one a line; NULL: none */
    const char *missing;     /* "error" (NULL), "mean", "zero", "drop" or "keep" (as NaN) */
    const char *header;      /* "auto" (NULL), "yes" or "no": is the first line names? */
    char *const *class_name; /* [classes] a model's classes: no others are added */
    size_t classes;
    size_t features;  /* a model's features: another number is KITH_ERR_DATA; 0: any */
    bool labels_only; /* lines of labels and text are read as labels without features */
} kith_table_options;
/* "npy idx labels svmlight csv": the names that `format` takes. */
KITH_API const char *kith_table_format_names(void);
/* `o` may be NULL. Memory is taken as data arrive, never on a header's word. */
KITH_API kith_status kith_dataset_read(const char *path, const kith_table_options *o,
                                       kith_dataset **out, kith_error *err);
KITH_API void kith_dataset_free(kith_dataset *d); /* NULL is fine */

typedef struct kith_dataset_report {
    const char *format;                        /* "csv", static */
    uint64_t rows, features, targets, classes; /* classes 0: no labels */
    uint64_t height, width;                    /* of images, else 0 */
    bool sparse;                               /* svmlight: what is not given is 0 */
    uint64_t entries;                          /* numbers held */
    uint64_t missing;                          /* cells that held no number, dropped rows too */
    uint64_t dropped;                          /* rows left out for them */
    uint64_t unknown;                          /* rows whose class is not among the known */
} kith_dataset_report;
KITH_API void kith_dataset_describe(const kith_dataset *d, kith_dataset_report *out);
/* The name of a class, and in *rows (may be NULL) how many rows have it. O(rows). */
KITH_API const char *kith_dataset_class(const kith_dataset *d, uint64_t class_number,
                                        uint64_t *rows);

typedef struct kith_column_report {
    const char *name;    /* NULL without a header */
    double least, most;  /* NaN where no row has a number */
    double mean, spread; /* of all rows with a number; the standard deviation over n */
    uint64_t missing;    /* NaN, under missing "keep" */
} kith_column_report;
/* All features at once: column [features]. O(numbers held). */
KITH_API kith_status kith_dataset_columns(const kith_dataset *d, kith_column_report *column,
                                          kith_error *err);
/* ---------------------------------------------------------------- pictures */

/*
 * Pictures are SVG without scripts, readable on light and dark pages; the same values give the same
 * bytes. Colours are Okabe and Ito's, which colour-blind readers can tell apart.
 */

/*
 * Epoch against loss, and against accuracy where a log has it, in training and held out: the logs
 * of
 * `--log`, one JSON object a line with "epoch" and any of "loss", "valid_loss", "accuracy",
 * "valid_accuracy". Runs are named by their files. A line that is no flat JSON object of numbers,
 * strings, null, true and false, or whose epoch is not behind the one before, is KITH_ERR_DATA.
 */
KITH_API kith_status kith_plot_logs(const char *const *logs, size_t n, const char *output,
                                    kith_error *err);

/*
 * The paths of optimisers (as --optim takes them, with a learning rate) over the saddle x^2 - y^2,
 * from (-1, 0.01), each so many steps or until it leaves the picture.
 */
KITH_API kith_status kith_plot_saddle(const char *const *optims, size_t n, size_t steps,
                                      const char *output, kith_error *err);

/* How a classifier of two features divides the plane, and the examples it was asked about. */
typedef struct kith_map {
    double x_least, x_most, y_least, y_most; /* what the cells cover */
    size_t columns, rows;
    const uint32_t *cell; /* [rows][columns] the class found, lowest y first */
    const char *const *class_name;
    size_t classes;
    const char *x_name, *y_name;
    size_t points;         /* those outside the cells are left out */
    const double *x, *y;   /* [points] */
    const uint32_t *label; /* [points]; a label that is no class is drawn as a cross */
} kith_map;
/* KITH_ERR_USAGE where a range is empty, or a cell has no class. */
KITH_API kith_status kith_plot_map(const kith_map *map, const char *output, kith_error *err);

/* -------------------------------------------------------------------- nets */

/* A net is described by a text such as "784-512relu-dropout0.2-10softmax"; docs/networks.md has the
 * grammar. What is wrong with one is KITH_ERR_USAGE and names the column. */

typedef struct kith_layer_facts {
    char text[96]; /* as the canonical text has it: "512relu" */
    uint64_t inputs, outputs;
    uint64_t parameters, statistics; /* numbers that are trained; that are kept beside them */
    uint64_t bytes;                  /* of both, without the optimiser's state */
    uint64_t flops;                  /* multiplications and additions of one row's answer */
} kith_layer_facts;
typedef struct kith_net_facts {
    char *spec; /* the canonical text */
    kith_layer_facts *layer;
    size_t layers;
    uint64_t inputs, outputs, parameters, statistics, bytes, flops;
} kith_net_facts;
/* What a net amounts to; `inputs` and `outputs` stand in for "?" (0: not given). */
KITH_API kith_status kith_net_facts_of(const char *spec, uint64_t inputs, uint64_t outputs,
                                       kith_net_facts *out, kith_error *err);
KITH_API void kith_net_facts_clear(kith_net_facts *f);

typedef struct kith_gradcheck_options {
    const char *loss; /* NULL: what goes with the output's activation */
    uint64_t batch;   /* random rows, > 0 */
    uint64_t seed;
    const char *isa;
} kith_gradcheck_options;
typedef struct kith_layer_check {
    char text[96];
    uint64_t parameters, kinks; /* checked; passed over because a kink lies next to them */
    double largest;             /* derivative by size */
    double error;               /* the largest, relative to `largest` */
} kith_layer_check;
typedef struct kith_gradcheck {
    kith_layer_check *layer;
    size_t layers;
    double worst, limit; /* the largest error, and what it should stay below */
} kith_gradcheck;
/* Compares what a step computes with central differences, weight by weight. */
KITH_API kith_status kith_net_gradcheck(const char *spec, const kith_gradcheck_options *options,
                                        kith_gradcheck *out, kith_error *err);
KITH_API void kith_gradcheck_clear(kith_gradcheck *g);

/* Called with the n outputs for each row of data; returning false ends the work. */
typedef struct kith_net_answer {
    bool (*call)(void *self, const double *y, size_t n);
    void *self;
} kith_net_answer;
/*
 * Runs a net by weights given as text: for each layer that has weights a block of rows of numbers,
 * blocks parted by blank lines. A dense layer has a row of weights for each unit, then one row of
 * biases, which may be left out (0). `data` has rows of inputs. '#' begins a comment line.
 */
KITH_API kith_status kith_net_run(const char *spec, const char *weights, const char *data,
                                  const char *isa, const kith_net_answer *to, kith_error *err);

/*
 * Writes an ensemble: one model whose answers are the means of those of the given ones, classifiers
 * or regressors. It is opened like each of them. KITH_ERR_DATA where they do not answer alike
 * (other features or classes).
 */
KITH_API kith_status kith_net_average(const char *const *paths, size_t count, const char *output,
                                      kith_error *err);

/* --------------------------------------------------------------- questions */

typedef struct kith_hit {
    uint64_t row;
    float score;
} kith_hit;
typedef struct kith_term {
    uint64_t row;
    float weight;
} kith_term;

/* Search by cosine over the first `limit` rows (0: all), exact. */
typedef struct kith_search kith_search;
/*
 * `v` is borrowed for the life of the search. threads 0: all cores. isa NULL: the best. From the
 * sixth question on the search also keeps its rows as bytes, a quarter of their memory, where there
 * is room for them; no answer changes.
 */
KITH_API kith_status kith_search_new(const kith_vectors *v, unsigned threads, const char *isa,
                                     uint64_t limit, kith_search **out, kith_error *err);
KITH_API void kith_search_free(kith_search *s);

/*
 * Reads "king - man + woman", "2*king + queen", or one word (a word that is in the vocabulary as a
 * whole stands for itself); signs need spaces around them. Words are looked up by kith_vectors_ask;
 * an unknown one is KITH_NOT_FOUND with spelling suggestions in the error. The caller frees *terms
 * with free.
 */
KITH_API kith_status kith_query_parse(const kith_vectors *v, const char *text, kith_term **terms,
                                      size_t *count, kith_error *err);
/*
 * Reads "man:king::woman:?": pairs A:B parted by "::", one word of them asked for, as the sum that
 * answers it: the known word of its pair and the mean step of the other pairs.
 */
KITH_API kith_status kith_query_proportion(const kith_vectors *v, const char *text,
                                           kith_term **terms, size_t *count, kith_error *err);
/* The weighted sum of the unit vectors of the terms, [dim]. */
KITH_API void kith_query_vector(const kith_vectors *v, const kith_term *terms, size_t count,
                                float *vector);

/* The cosine of two such sums; of sets of words, where the weights are 1. */
KITH_API kith_status kith_query_similarity(const kith_vectors *v, const kith_term *x, size_t xs,
                                           const kith_term *y, size_t ys, double *similarity,
                                           kith_error *err);
typedef struct kith_mover {
    double distance;
    uint64_t words, unknown; /* of both texts: those moved; those left out, not in the vocabulary */
} kith_mover;
/*
 * Word Mover's Distance of two texts (Kusner et al. 2015; words parted by white space), exact: the
 * least work of making the one of the other, where a word weighs its share of its text and goes
 * the distance between vectors at length 1 (`raw`: as they are). Words are looked up by
 * kith_vectors_ask; KITH_NOT_FOUND where a text has no known one. Memory: 16 bytes for each pair of
 * different words.
 */
KITH_API kith_status kith_query_mover(const kith_vectors *v, bool raw, const char *x,
                                      size_t x_bytes, const char *y, size_t y_bytes,
                                      kith_mover *out, kith_error *err);

/* centrality [count]: the cosine of each term with the sum of all. The least is the odd one out. */
KITH_API kith_status kith_query_centrality(const kith_vectors *v, const kith_term *terms,
                                           size_t count, double *centrality, kith_error *err);

/* The sum of the counts, 0 without. O(rows). */
KITH_API uint64_t kith_vectors_tokens(const kith_vectors *v);
typedef struct kith_sentence_options {
    bool sif;        /* words weigh a / (a + their share of the text), else 1 / their length */
    double a;        /* 1e-3 in the paper (Arora et al. 2017) */
    uint64_t tokens; /* of the text: kith_vectors_tokens; 0: all words weigh alike */
} kith_sentence_options;
/*
 * vector [dim]: the weighted mean of the vectors of the known words (parted by white space), zero
 * without any. Without sif it is fastText's. Words are looked up by kith_vectors_ask.
 */
KITH_API void kith_sentence_vector(const kith_vectors *v, const kith_sentence_options *o,
                                   const char *text, size_t bytes, float *vector, uint64_t *words,
                                   uint64_t *unknown);
/*
 * Takes the direction that the rows [count][dim] share most, their first singular vector, out of
 * each: the second half of SIF. O(count dim^2 + 10 dim^3).
 */
KITH_API kith_status kith_sentences_remove_common(float *rows, uint64_t count, uint64_t dim,
                                                  unsigned threads, const char *isa,
                                                  kith_error *err);

/* Who may answer, of the first rows of a search; all zero: any. */
typedef struct kith_filter {
    uint64_t min_count; /* rows counted at least so often; KITH_ERR_USAGE without counts */
    uint64_t max_count; /* at most so often; 0: however often */
    const char *only;   /* a file of words, one a line */
    const char *match; /* a pattern of words: * ? [a-z] [!a-z], and \ before what is meant itself */
    const char *regex; /* as grep -E has them, anywhere in a word */
} kith_filter;
/*
 * Leaves the other rows out of every answer from now on; not while another thread asks. *left: rows
 * that may answer; *unknown: words of the file that are no rows.
 */
KITH_API kith_status kith_search_restrict(kith_search *s, const kith_filter *filter, uint64_t *left,
                                          uint64_t *unknown, kith_error *err);

/* One query of a batch: the k best rows by cosine with the terms' sum, the terms' own rows left
 * out. */
typedef struct kith_query {
    const kith_term *term;
    size_t terms;
    bool include_inputs; /* do not leave them out */
} kith_query;
/* hits [count][k], found [count]. Equal scores: lower row first. A zero vector has cosine 0. */
KITH_API kith_status kith_search_nearest(const kith_search *s, const kith_query *query,
                                         size_t count, size_t k, kith_hit *hits, size_t *found,
                                         kith_error *err);

/* The same for vectors [count][dim] from anywhere; no row is left out. */
KITH_API kith_status kith_search_vectors(const kith_search *s, const float *vector, size_t count,
                                         size_t k, kith_hit *hits, size_t *found, kith_error *err);

/*
 * The same for one query by products: ((1 + cosine) / 2) ^ weight over the terms added, divided by
 * that over the terms taken away and 0.001 (3CosMul, Levy & Goldberg 2014).
 */
KITH_API kith_status kith_search_product(const kith_search *s, const kith_query *query, size_t k,
                                         kith_hit *hits, size_t *found, kith_error *err);

typedef enum kith_analogy_method { KITH_3COSADD, KITH_3COSMUL } kith_analogy_method;
/*
 * A is to B as C is to ?: 3CosAdd (Mikolov et al. 2013c) or 3CosMul (Levy & Goldberg 2014, with
 * cosines moved to [0,1] and eps 0.001). hits [k]; a, b, c are left out unless include_inputs.
 * The scores of 3CosAdd are cosines with the sum B - A + C.
 */
KITH_API kith_status kith_search_analogy(const kith_search *s, kith_analogy_method method,
                                         uint64_t a, uint64_t b, uint64_t c, bool include_inputs,
                                         size_t k, kith_hit *hits, size_t *found, kith_error *err);
/* The rows nearer to `a` than `b` is, nearest first; b's rank is *count + 1. The caller frees *hits
 * with free. */
KITH_API kith_status kith_search_closer(const kith_search *s, uint64_t a, uint64_t b,
                                        kith_hit **hits, uint64_t *count, kith_error *err);
/* The cosine of a and b by the sum of those of a's k nearest (Leeuwenberg et al. 2016); NaN by 0.
 */
KITH_API kith_status kith_search_relative(const kith_search *s, uint64_t a, uint64_t b, size_t k,
                                          double *relative, kith_error *err);
KITH_API double kith_vectors_similarity(const kith_vectors *v, uint64_t a, uint64_t b);

/*
 * What a trained model expects: needs the output vectors that a .kith file of kith_train keeps,
 * else KITH_ERR_USAGE. `v` is borrowed. A predictor is changed by its calls: one thread at a time.
 */
typedef struct kith_predictor kith_predictor;
KITH_API kith_status kith_predictor_new(const kith_vectors *v, const char *isa,
                                        kith_predictor **out, kith_error *err);
KITH_API void kith_predictor_free(kith_predictor *p); /* NULL is fine */
/*
 * The k likeliest words between those of `context` (weights are not looked at), with probabilities:
 * exact by hierarchical softmax and softmax, the softmax of the output rows by negative sampling.
 * Words of the context may be answers. hits [k]. O(words * dim).
 */
KITH_API kith_status kith_predict_word(kith_predictor *p, const kith_term *context, size_t count,
                                       size_t k, kith_hit *hits, size_t *found, kith_error *err);
typedef struct kith_sentence_score {
    double log_probability;  /* of each word by the words around it, added up; 0 for no words */
    uint64_t words, unknown; /* that were scored; that are no words of the model, left out */
} kith_sentence_score;
/*
 * How likely a sentence is (words parted by white space), with whole windows and no thinning:
 * gensim's score, which takes hierarchical softmax alone. O(rows * dim) a word, but for
 * hierarchical softmax.
 */
KITH_API kith_status kith_predict_score(kith_predictor *p, const char *text, size_t bytes,
                                        kith_sentence_score *out, kith_error *err);

/* ----------------------------------------------------------------- indexes */

/*
 * An index for questions that may be answered nearly: a graph of near neighbours (in the way of
 * Malkov & Yashunin 2016), by which a question looks at a few thousand rows instead of all.
 */
typedef struct kith_index kith_index;
typedef struct kith_index_options {
    uint64_t links;   /* of a row, 4 to 512; 0: 32 */
    uint64_t effort;  /* rows kept at hand while a row is put in its place; 0: 100 */
    unsigned threads; /* 0: all cores; the same index at any number */
    const char *isa;  /* NULL: the best */
} kith_index_options;
typedef struct kith_index_facts {
    uint64_t rows, dim;
    uint64_t links, effort; /* as it was built */
    uint64_t left_out;      /* rows that are never found: zeros, NaN, numbers beyond 1e-18..1e18 */
    uint32_t vectors;       /* CRC32C of the rows it is of */
} kith_index_facts;

/*
 * Builds the index of all rows of `v` (fewer than 2^32 - 1), which is borrowed for its life, and
 * writes it to `output` (NULL: nowhere), whose space is taken first. `watch` is told of phase
 * "index". out NULL: the file alone. KITH_CANCELLED leaves nothing behind. Memory: a quarter of
 * the rows and 10 bytes a link.
 */
KITH_API kith_status kith_index_build(const kith_vectors *v, const kith_index_options *how,
                                      const char *output, const kith_watch *watch, kith_index **out,
                                      kith_error *err);
typedef struct kith_index_opening {
    bool copy;        /* read it into memory instead of mapping it */
    bool check;       /* verify every checksum, which reads all of it */
    unsigned threads; /* for many questions in a call; 0: all cores */
    const char *isa;  /* NULL: the best */
} kith_index_opening;
/*
 * Opens the index of these vectors, which are borrowed for its life. KITH_ERR_DATA for a file that
 * is none, is damaged, or was built of other vectors: rows, dim and a checksum of the numbers have
 * to agree (known at once for .kith files, else O(rows dim)). What `check` would have found is
 * found by the question that meets it.
 */
KITH_API kith_status kith_index_open(const char *path, const kith_vectors *v,
                                     const kith_index_opening *how, kith_index **out,
                                     kith_error *err);
/* What an index says of itself; `check` also verifies every checksum. KITH_NOT_FOUND for a .kith
 * file that is no index. */
KITH_API kith_status kith_index_read_facts(const char *path, bool check, kith_index_facts *out,
                                           kith_error *err);
KITH_API const kith_index_facts *kith_index_about(const kith_index *x);
KITH_API void kith_index_free(kith_index *x); /* NULL is fine */

/*
 * As kith_search_nearest and kith_search_vectors, nearly: what is found is measured exactly, but a
 * row of the k best may be missing. `effort`: rows kept at hand by a question, at least k; more
 * find more and take longer; 0: 100. KITH_ERR_DATA where a damaged index leads nowhere.
 */
KITH_API kith_status kith_index_nearest(const kith_index *x, const kith_query *query, size_t count,
                                        size_t k, uint64_t effort, kith_hit *hits, size_t *found,
                                        kith_error *err);
KITH_API kith_status kith_index_vectors(const kith_index *x, const float *vector, size_t count,
                                        size_t k, uint64_t effort, kith_hit *hits, size_t *found,
                                        kith_error *err);

/* Of the ten nearest of each row asked. */
typedef struct kith_index_recall {
    uint64_t asked;                /* rows */
    uint64_t wanted, found;        /* answers of exact search, and those of the index among them */
    double exact_seconds, seconds; /* of both, one question after the other */
} kith_index_recall;
/* Asks the index and `s`, a search of all rows of the same vectors, about `count` rows drawn by
 * `seed`; one thread at a time. */
KITH_API kith_status kith_index_measure(const kith_index *x, kith_search *s, uint64_t count,
                                        uint64_t seed, uint64_t effort, kith_index_recall *out,
                                        kith_error *err);

/* -------------------------------------------------------------- evaluation */

typedef struct kith_analogy_score {
    char name[64];
    bool semantic;                  /* one of the semantic sections (see kith_eval_analogies) */
    uint64_t right, asked, missing; /* missing: a word not among the first rows */
} kith_analogy_score;
typedef struct kith_analogy_report {
    kith_analogy_score *section;
    size_t sections;
    kith_analogy_score total, semantic, syntactic;
} kith_analogy_report;
/* One question and what became of it; strings are borrowed for the call. */
typedef struct kith_analogy_outcome {
    const char *section;
    uint64_t line;     /* of the file */
    const char *words; /* [bytes] the four words as they stand, by white space */
    size_t bytes;
    bool known, right; /* known: all four words take part */
    uint64_t answer;   /* the row found, UINT64_MAX for none */
    float score;       /* of the answer; NaN for none */
} kith_analogy_outcome;
typedef struct kith_analogy_options {
    uint64_t top;        /* only the first rows take part; 0: all. compute-accuracy: 30000 */
    bool case_sensitive; /* otherwise ASCII case is folded, the first of equal words stands */
    kith_analogy_method method;
    bool count_missing; /* ask what lacks a word too, and count it as wrong */
    bool use_grams;     /* words given that are not in the vocabulary are made of their n-grams */
    /* Called for each question in the order of the file; NULL: not. What fails ends the work. */
    kith_status (*each)(void *self, const kith_analogy_outcome *outcome, kith_error *err);
    void *self;
} kith_analogy_options;
/*
 * Questions as in word2vec's questions-words.txt: ": section" lines, then four words a line. As in
 * compute-accuracy, a question with a word outside the first rows is skipped (unless count_missing)
 * and the three words given are no answers. A section whose name begins with "gram" is syntactic,
 * any other semantic. Unlike there, rows whose word folds to that of an earlier row do not answer.
 */
KITH_API kith_status kith_eval_analogies(const kith_search *s, const char *path,
                                         const kith_analogy_options *options,
                                         kith_analogy_report *out, kith_error *err);
KITH_API void kith_analogy_report_clear(kith_analogy_report *r);

typedef struct kith_pairs_report {
    double spearman, pearson; /* NaN with fewer than two pairs */
    uint64_t pairs, missing;  /* compared; with an unknown word */
    uint64_t asked;           /* all pairs of the file */
} kith_pairs_report;
typedef struct kith_pair_outcome {
    uint64_t line;
    const char *a, *b; /* [a_bytes], [b_bytes] as they stand, borrowed for the call */
    size_t a_bytes, b_bytes;
    bool known;
    double human, cosine; /* cosine NaN where a word is unknown */
} kith_pair_outcome;
typedef struct kith_pairs_options {
    bool case_sensitive; /* otherwise ASCII case is folded */
    bool count_missing;  /* compare pairs with an unknown word too, by a cosine of 0 */
    bool use_grams;      /* words that are not in the vocabulary are made of their n-grams */
    kith_status (*each)(void *self, const kith_pair_outcome *outcome, kith_error *err);
    void *self;
} kith_pairs_options;
/* "word word score" lines by tab, comma or space; '#' comments and a header without number skipped.
 */
KITH_API kith_status kith_eval_pairs(const kith_vectors *v, const char *path,
                                     const kith_pairs_options *options, kith_pairs_report *out,
                                     kith_error *err);

/* 95 % confidence; NaN where there is too little to tell. */
typedef struct kith_interval {
    double low, high;
} kith_interval;
/* Of a share (Wilson 1927). */
KITH_API kith_interval kith_share_interval(uint64_t right, uint64_t asked);
/* Of a correlation by Fisher's z; of ranks with the variance of Bonett & Wright (2000). */
KITH_API kith_interval kith_correlation_interval(double r, uint64_t pairs, bool ranks);

/* How often a word's partner in another space is found; counts of words asked. */
typedef struct kith_retrieval {
    uint64_t asked;   /* different words with a partner among the rows of both searches */
    uint64_t outside; /* words without */
    uint64_t nearest[2], csls[2]; /* found first; found among the first five */
    double cosine;                /* mean over the pairs asked; NaN where there are none */
} kith_retrieval;
/*
 * Asks for the rows nearest in `to` to rows of `from`, which stands in the same space: by cosine,
 * and by CSLS, which takes off what a row has in common with its 10 nearest on the other side
 * (Conneau et al. 2018). Any of several partners is right. O(rows of from * rows of to * dim).
 */
KITH_API kith_status kith_eval_retrieval(const kith_search *from, const kith_search *to,
                                         const kith_row_pair *pair, uint64_t count,
                                         kith_retrieval *out, kith_error *err);

/* How a word differs between two models. */
typedef struct kith_shift {
    uint64_t a, b;  /* its rows */
    double overlap; /* of its k nearest in both: shared by all (Jaccard) */
    double moved;   /* 1 - cosine, when `a` is aligned; NaN where dims differ */
} kith_shift;
typedef struct kith_diff_options {
    uint64_t k;       /* 0: 10 */
    uint64_t top;     /* the first so many shared words of `a`; 0: all */
    unsigned threads; /* 0: all cores */
    const char *isa;  /* NULL: the best */
} kith_diff_options;
typedef struct kith_diff {
    kith_shift *shift; /* [compared] the most moved first; the least overlap where dims differ */
    uint64_t compared, shared, only_a, only_b;
    double overlap, moved; /* means */
} kith_diff;
/*
 * Compares two models by the words that they share: neighbours among these words, and places once
 * `a` is aligned to `b` on them. KITH_NOT_FOUND where no word is shared. O(compared^2 dim).
 */
KITH_API kith_status kith_vectors_diff(const kith_vectors *a, const kith_vectors *b,
                                       const kith_diff_options *how, kith_diff *out,
                                       kith_error *err);
KITH_API void kith_diff_clear(kith_diff *d);

/* ---------------------------------------------------------- classification */

typedef struct kith_class_score {
    const char *name;                /* borrowed from the classifier */
    uint64_t rows, predicted, right; /* with this label; given this label; both */
    double precision, recall, f1;    /* 0 where there is nothing to divide by */
    double auc;                      /* of this class against the rest; NaN without rows of both */
    uint64_t labels, given, hits; /* rows that have this label among theirs; rows given it; both */
} kith_class_score;

/* Which labels a row is given: its k likeliest, of those the ones with `threshold` or more. */
typedef struct kith_class_limit {
    size_t k; /* 0: 1 */
    float threshold;
} kith_class_limit;

/* Rows by the probability of their answer: [0, 0.1), ..., [0.9, 1]. */
enum { KITH_CALIBRATION_BINS = 10 };
typedef struct kith_calibration_bin {
    uint64_t rows;
    double confidence, accuracy; /* means of the bin; equal where probabilities can be trusted */
} kith_calibration_bin;

typedef struct kith_class_report {
    uint64_t rows;
    uint64_t unseen;  /* rows with a label that training did not have: counted wrong */
    uint64_t skipped; /* rows without a label, not among `rows` */
    size_t classes;
    double accuracy;
    double macro_precision, macro_recall, macro_f1; /* means over the classes that occur */
    double micro_f1;                                /* equals the accuracy: one label a row */
    double log_loss;                                /* mean of -log p(label), p at least 1e-15 */
    double auc;               /* of the ROC: mean over the classes, each against the rest */
    double calibration_error; /* expected: sum over bins of share * |accuracy - confidence| */
    /* fastText's P@k and R@k, of the labels that `limit` gives: right ones among those given, and
     * among those that the rows have; labels that training did not have take no part. NaN without
     * any. */
    double precision_at, recall_at;
    uint64_t rows_at;        /* rows with a label that training had */
    kith_class_score *score; /* [classes] */
    uint64_t *confusion;     /* [classes][classes] rows by label and by prediction */
    kith_calibration_bin bin[KITH_CALIBRATION_BINS];
} kith_class_report;
KITH_API void kith_class_report_clear(kith_class_report *r);
/* Puts the k likeliest classes first into order [classes], of equals the lower ones. O(k classes).
 */
KITH_API void kith_class_rank(const float *probability, size_t classes, size_t k, size_t *order);

/* The options of `kith classify train`; returns how many tables. */
KITH_API size_t kith_classify_options(kith_option_table tables[4]);

/* What the training of a task read and how it went. */
typedef struct kith_task_report {
    uint64_t rows;       /* examples, those held out among them */
    uint64_t skipped;    /* rows without a label, left out */
    uint64_t classes;    /* different labels; 0 where there are none */
    uint64_t words;      /* of text: different words */
    uint64_t features;   /* of text: words and buckets of n-grams */
    uint64_t epochs;     /* done */
    uint64_t best_epoch; /* whose weights were kept; 0: the last */
    double seconds_reading, seconds_training;
    double rate;       /* examples a second while training, wall clock */
    double loss;       /* mean over the last epoch */
    double valid_loss; /* of the weights kept; NaN without --valid */
    uint64_t memory;   /* bytes of parameters */
    /* Of a net with the weights written, measured alike on rows trained on (as many as are held
     * out, at least 1024) and on rows held out; of text while its last epoch went. NaN where there
     * are none, accuracies where none are told apart. */
    double fit_loss, fit_accuracy, valid_accuracy;
    char fit[160];      /* "" or a line on bias and variance, where the two part or both are high */
    kith_net_facts net; /* with --dry-run, which ends there; freed with kith_net_facts_clear */
} kith_task_report;

/*
 * Learns a classifier from the files and writes it to `output` (NULL: nowhere, for the report's
 * sake). `config` holds
 * kith_classify_options. KITH_ERR_DATA where the files hold no labels or one only; KITH_NOT_FOUND
 * where the loss leaves the numbers: of a net the weights of the last good epoch are written, if
 * there was one, and the error says so. KITH_CANCELLED on cancel, where nothing is written.
 */
KITH_API kith_status kith_classify_train(const kith_config *config, const char *const *paths,
                                         size_t count, const char *output, const kith_watch *watch,
                                         kith_task_report *report, kith_error *err);

typedef struct kith_classifier kith_classifier;
/* Opens and verifies a model of kith_classify_train. isa NULL: the best kernels. */
KITH_API kith_status kith_classifier_open(const char *path, const char *isa, kith_classifier **out,
                                          kith_error *err);
KITH_API void kith_classifier_free(kith_classifier *c); /* NULL is fine */
KITH_API size_t kith_classifier_classes(const kith_classifier *c);
KITH_API const char *kith_classifier_class(const kith_classifier *c, size_t i);
/* The configuration it was trained with, "name value" lines. */
KITH_API const char *kith_classifier_config(const kith_classifier *c);

/* Called for each answer; another status than KITH_OK ends the work and is returned. */
typedef struct kith_answer_watch {
    /* numbers [n]: of classes their probabilities, which sum to 1 */
    kith_status (*call)(void *self, const float *number, size_t n, kith_error *err);
    void *self;
} kith_answer_watch;
/*
 * One answer for each line of the file ("-": standard input), as it is read, or for each row of a
 * table; labels are ignored. `how` says how a table is read; NULL: as the training's was.
 */
KITH_API kith_status kith_classifier_predict(kith_classifier *c, const char *path,
                                             const kith_table_options *how,
                                             const kith_answer_watch *each, kith_error *err);
/* Measures the answers for labelled files; freed by kith_class_report_clear before the classifier.
 * A line with several labels is answered right by any of them. `limit` NULL: the likeliest label.
 */
KITH_API kith_status kith_classifier_test(kith_classifier *c, const char *const *paths,
                                          size_t count, const kith_table_options *how,
                                          const kith_class_limit *limit, kith_class_report *out,
                                          kith_error *err);

/*
 * Draws how a classifier of two features divides the plane around the examples of a table, and the
 * examples (SVG). KITH_ERR_USAGE for text and for other numbers of features. Milliseconds.
 */
KITH_API kith_status kith_classifier_map(kith_classifier *c, const char *path,
                                         const kith_table_options *how, const char *output,
                                         kith_error *err);

/* ---------------------------------------------------------------- searches */

/* What a search of settings may choose from. */
typedef struct kith_space kith_space;
/*
 * Each of `sets` names an option of `config` and what it may be:
 * "net=?-32relu-?softmax,?-?softmax", values parted by commas (or by | where they have commas), or
 * for a number "lr=1e-4..0.1:log", a range, drawn evenly or by its logarithm. Every value is tried
 * on `config`, which is changed.
 */
KITH_API kith_status kith_space_new(kith_config *config, const char *const *sets, size_t count,
                                    kith_space **out, kith_error *err);
KITH_API void kith_space_free(kith_space *s); /* NULL is fine */
/* How many points the grid has, where a range is 5; UINT64_MAX where they are more. */
KITH_API uint64_t kith_space_grid(const kith_space *s);
/* Sets the options of trial `trial` (from 0): that point of the grid, or a draw of its own. */
KITH_API kith_status kith_space_choose(const kith_space *s, bool grid, uint64_t seed,
                                       uint64_t trial, kith_config *config, kith_error *err);

/* -------------------------------------------------------------- regression */

typedef struct kith_regress_score {
    double rmse, mae, r2; /* r2 NaN where all true values are equal */
} kith_regress_score;

/* Nets that predict numbers. `config` holds kith_regress_options; as kith_classify_train. */
KITH_API size_t kith_regress_options(kith_option_table tables[4]);
KITH_API kith_status kith_regress_train(const kith_config *config, const char *path,
                                        const char *output, const kith_watch *watch,
                                        kith_task_report *report, kith_error *err);
typedef struct kith_regressor kith_regressor;
KITH_API kith_status kith_regressor_open(const char *path, const char *isa, kith_regressor **out,
                                         kith_error *err);
KITH_API void kith_regressor_free(kith_regressor *r);            /* NULL is fine */
KITH_API size_t kith_regressor_targets(const kith_regressor *r); /* numbers of an answer */
/* `how` says how the table is read; NULL: as the training's was. Answers have [targets] numbers. */
KITH_API kith_status kith_regressor_predict(kith_regressor *r, const char *path,
                                            const kith_table_options *how,
                                            const kith_answer_watch *each, kith_error *err);
/* score [targets]; *rows how many were scored. */
KITH_API kith_status kith_regressor_test(kith_regressor *r, const char *path,
                                         const kith_table_options *how, kith_regress_score *score,
                                         uint64_t *rows, kith_error *err);

/* ------------------------------------------------------------ autoencoders */

/* Nets whose target is their input. `config` holds kith_autoencode_options. */
KITH_API size_t kith_autoencode_options(kith_option_table tables[4]);
/* `path`: a table, or a .kith file of word vectors. */
KITH_API kith_status kith_autoencode_train(const kith_config *config, const char *path,
                                           const char *output, const kith_watch *watch,
                                           kith_task_report *report, kith_error *err);
typedef struct kith_autoencoder kith_autoencoder;
typedef enum kith_code_part {
    KITH_CODE_ENCODE,     /* to the output of the narrowest layer, or of a sparse one */
    KITH_CODE_DECODE,     /* from there to numbers on the scale of the input */
    KITH_CODE_RECONSTRUCT /* both */
} kith_code_part;
KITH_API kith_status kith_autoencoder_open(const char *path, const char *isa,
                                           kith_autoencoder **out, kith_error *err);
KITH_API void kith_autoencoder_free(kith_autoencoder *a); /* NULL is fine */
KITH_API size_t kith_autoencoder_inputs(const kith_autoencoder *a);
KITH_API size_t kith_autoencoder_code(const kith_autoencoder *a); /* numbers of a code */
/* An answer for each row of a table. */
KITH_API kith_status kith_autoencoder_run(kith_autoencoder *a, kith_code_part part,
                                          const char *path, const kith_table_options *how,
                                          const kith_answer_watch *each, kith_error *err);
/* The same for word vectors: new ones under the same words, freed with kith_vectors_free. */
KITH_API kith_status kith_autoencoder_vectors(kith_autoencoder *a, kith_code_part part,
                                              const kith_vectors *v, kith_vectors **out,
                                              kith_error *err);
/* Mean of the squared errors of all numbers of a table or of a .kith file of vectors. */
KITH_API kith_status kith_autoencoder_score(kith_autoencoder *a, const char *path,
                                            const kith_table_options *how, double *mse,
                                            uint64_t *rows, kith_error *err);

#ifdef __cplusplus
}
#endif
#endif
