/*
 * A command of the program as data: what it is called, what it takes, what it says about itself and
 * the function that runs it. main.c finds it, args.c reads its arguments, help.c renders it; a new
 * command is one cmd_*.c file and one line in main.c.
 */
#ifndef KITH_CLI_COMMAND_H
#define KITH_CLI_COMMAND_H

#include "kith.h"

typedef struct args args;

enum { COMMAND_TABLES = 10, COMMAND_LIBRARY_TABLES = 4 };

typedef struct command {
    const char *name;             /* one word, or two: "classify train" */
    const char *group;            /* heading in `kith --help` */
    const char *operands;         /* as the usage line shows them: "MODEL [QUERY...]" */
    const char *summary;          /* one line, no full stop */
    const char *details;          /* lines of the help below the summary; may be "" */
    const char *examples;         /* lines, each a command */
    size_t least, most;           /* operands; most 0: any number */
    const char *(*formats)(void); /* names to list in the help, NULL for none */
    bool single;                  /* options have one dash: -size 100, as another tool's */
    const char *refused; /* of another tool's command that is not there: what to do instead */

    const kith_option_table *const *tables; /* ended by NULL; the common table is implied */
    /* Writes the library's tables for this command; returns how many. NULL where there are none. */
    size_t (*library)(kith_option_table tables[COMMAND_LIBRARY_TABLES]);

    /* KITH_NOT_FOUND with an empty error means that the misses were already reported. */
    kith_status (*run)(const args *a, kith_error *err);
} command;

extern const command cmd_net_list;
extern const command cmd_train, cmd_vocab, cmd_nearest, cmd_analogy, cmd_similarity, cmd_vector,
    cmd_info, cmd_lint, cmd_eval, cmd_convert, cmd_data;
extern const command cmd_word2vec;
extern const command cmd_fasttext_skipgram, cmd_fasttext_cbow, cmd_fasttext_supervised,
    cmd_fasttext_test, cmd_fasttext_predict, cmd_fasttext_predict_prob, cmd_fasttext_nn,
    cmd_fasttext_words, cmd_fasttext_sentences, cmd_fasttext_ngrams, cmd_fasttext_analogies,
    cmd_fasttext_test_label, cmd_fasttext_dump, cmd_fasttext_quantize;
extern const command cmd_phrases_learn, cmd_phrases_apply, cmd_phrases_list;
extern const command cmd_index;
extern const command cmd_edit, cmd_cluster, cmd_align, cmd_diff;
extern const command cmd_odd, cmd_rank, cmd_predict, cmd_score;
extern const command cmd_net_average, cmd_net_tune, cmd_net_summary, cmd_net_gradcheck, cmd_net_run;
extern const command cmd_classify_train, cmd_classify_test, cmd_classify_predict, cmd_classify_map;
extern const command cmd_regress_train, cmd_regress_test, cmd_regress_predict;
extern const command cmd_autoencode_train, cmd_autoencode_encode, cmd_autoencode_decode,
    cmd_autoencode_reconstruct, cmd_autoencode_score;
extern const command cmd_net_plot, cmd_net_saddle;

/* The second word of a command whose first one is `word`; NULL for any other. */
const char *command_verb(const command *c, const char *word);
/* Has no command of the list before this one the same first word? */
bool command_leads(const command *const *commands, size_t i);

/* Rows that several commands share. */
extern const kith_option_table options_common;   /* --quiet --help, in every command */
extern const kith_option_table options_model;    /* how a vector file is opened */
extern const kith_option_table options_search;   /* --threads --isa */
extern const kith_option_table options_json;     /* --json */
extern const kith_option_table options_question; /* -k --include-inputs */
extern const kith_option_table options_among; /* who may answer: --top --min-count --only --match */
extern const kith_option_table options_method; /* --method add|mul */
extern const kith_option_table options_style;  /* --style kith|fasttext */
extern const kith_option_table options_table;  /* how a table is read */

#endif
