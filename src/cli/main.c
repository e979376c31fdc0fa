/*
 * kith, the program: finds the command, reads its arguments, runs it, and turns the outcome into
 * one line on standard error and an exit code. All the work is the library's; this folder includes
 * kith.h alone, which shows that the library is complete.
 */
#include "args.h"
#include "help.h"
#include "print.h"
#include "progress.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static const command *const commands[] = {
    &cmd_train,
    &cmd_vocab,
    &cmd_phrases_learn,
    &cmd_phrases_apply,
    &cmd_phrases_list,
    &cmd_nearest,
    &cmd_analogy,
    &cmd_similarity,
    &cmd_odd,
    &cmd_rank,
    &cmd_predict,
    &cmd_score,
    &cmd_vector,
    &cmd_cluster,
    &cmd_eval,
    &cmd_info,
    &cmd_lint,
    &cmd_convert,
    &cmd_index,
    &cmd_edit,
    &cmd_align,
    &cmd_diff,
    &cmd_data,
    &cmd_classify_train,
    &cmd_classify_test,
    &cmd_classify_predict,
    &cmd_classify_map,
    &cmd_regress_train,
    &cmd_regress_test,
    &cmd_regress_predict,
    &cmd_autoencode_train,
    &cmd_autoencode_encode,
    &cmd_autoencode_decode,
    &cmd_autoencode_reconstruct,
    &cmd_autoencode_score,
    &cmd_net_list,
    &cmd_net_summary,
    &cmd_net_gradcheck,
    &cmd_net_run,
    &cmd_net_tune,
    &cmd_net_average,
    &cmd_net_plot,
    &cmd_net_saddle,
    &cmd_word2vec,
    &cmd_fasttext_skipgram,
    &cmd_fasttext_cbow,
    &cmd_fasttext_supervised,
    &cmd_fasttext_test,
    &cmd_fasttext_test_label,
    &cmd_fasttext_predict,
    &cmd_fasttext_predict_prob,
    &cmd_fasttext_nn,
    &cmd_fasttext_analogies,
    &cmd_fasttext_words,
    &cmd_fasttext_sentences,
    &cmd_fasttext_ngrams,
    &cmd_fasttext_dump,
    &cmd_fasttext_quantize,
};
enum { COMMANDS = sizeof commands / sizeof *commands };

/* What other tools call the same thing; no spelling distance finds these. */
static const struct {
    const char *other, *ours;
} synonyms[] = {
    {"nn", "nearest or net"},
    {"distance", "nearest"},
    {"most_similar", "nearest"},
    {"analogies", "analogy"},
    {"word-analogy", "analogy"},
    {"doesnt_match", "odd"},
    {"n_similarity", "similarity"},
    {"closer_than", "rank"},
    {"predict_output_word", "predict"},
    {"skipgram", "train"},
    {"cbow", "train"},
    {"word2phrase", "phrases learn"},
    {"export", "convert"},
    {"merge", "edit"},
    {"kmeans", "cluster"},
    {"procrustes", "align"},
    {"compare", "diff"},
    {"classes", "cluster"},
    {"filter", "edit"},
    {"reduce", "edit"},
    {"pca", "edit"},
    {"evaluate", "eval"},
    {"sim", "similarity"},
    {"compute-accuracy", "eval"},
    {"print-word-vectors", "vector"},
    {"print-sentence-vectors", "vector"},
    {"print-ngrams", "vector"},
    {"wmdistance", "similarity"},
    {"wmd", "similarity"},
    {"annoy", "index"},
    {"hnsw", "index"},
    {"nmslib", "index"},
};

/* A name is one word or two ("classify train"); *words: how many of the arguments it is. */
static const command *command_named(int argc, char **argv, int *words)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        const char *name = commands[i]->name;
        const size_t first = strcspn(name, " ");
        const bool two = name[first] == ' ';
        if (strncmp(name, argv[0], first) != 0 || argv[0][first] != '\0' ||
            (two && (argc < 2 || strcmp(name + first + 1, argv[1]) != 0)))
            continue;
        *words = two ? 2 : 1;
        return commands[i];
    }
    return NULL;
}

/* A first word alone: what may follow it, or NULL where no command begins so. */
static const char *verbs_of(const char *word, char *all, size_t room)
{
    size_t used = 0;
    for (size_t i = 0; i < COMMANDS; i++) {
        const char *verb = command_verb(commands[i], word);
        if (verb != NULL && commands[i]->refused == NULL && used < room)
            used += (size_t)snprintf(all + used, room - used, "%s%s", used > 0 ? " " : "", verb);
    }
    return used > 0 ? all : NULL;
}

static const char *suggestion(const char *wrong)
{
    const char *names[COMMANDS];
    for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
        if (strcmp(synonyms[i].other, wrong) == 0)
            return synonyms[i].ours;
    for (size_t i = 0; i < COMMANDS; i++)
        names[i] = commands[i]->name;
    return kith_nearest_name(wrong, names, COMMANDS);
}

static kith_status unknown_command(const char *name, kith_error *err)
{
    char all[256];
    if (verbs_of(name, all, sizeof all) != NULL)
        return kith_fail(err, KITH_ERR_USAGE, "%s needs one of: %s", name, all);
    const char *near = suggestion(name);
    const char *what = name[0] == '-' ? "option" : "command";
    if (near != NULL)
        return kith_fail(err, KITH_ERR_USAGE, "unknown %s '%s'; did you mean %s?", what, name,
                         near);
    size_t used = 0;
    for (size_t i = 0; i < COMMANDS && used < sizeof all; i++)
        if (command_leads(commands, i))
            used += (size_t)snprintf(all + used, sizeof all - used, " %.*s",
                                     (int)strcspn(commands[i]->name, " "), commands[i]->name);
    return kith_fail(err, KITH_ERR_USAGE, "unknown %s '%s'; commands are%s (see kith --help)", what,
                     name, all);
}

static kith_status show_version(kith_error *err)
{
    const char *isa = NULL;
    const kith_status status = kith_isa_name(NULL, &isa, err);
    if (status == KITH_OK)
        printf("kith %s (%s)\n", kith_version(), isa);
    return status;
}

static bool is_any(const char *text, const char *a, const char *b, const char *c)
{
    return strcmp(text, a) == 0 || strcmp(text, b) == 0 || strcmp(text, c) == 0;
}

static kith_status run_command(const command *c, int argc, char **argv, kith_error *err)
{
    const bool help = argc == 1 && is_any(argv[0], "-h", "--help", "-help");
    if (c->refused != NULL && !help)
        return kith_fail(err, KITH_ERR_USAGE, "%s: %s", c->name, c->refused);
    args a;
    kith_error inner = {0};
    kith_status status = args_parse(c, argc, argv, &a, &inner);
    if (status == KITH_OK) {
        if (a.help)
            help_command(stdout, &a);
        else
            status = c->run(&a, &inner);
        args_clear(&a);
    }
    if (status == KITH_ERR_USAGE)
        return kith_fail(err, status, "%s (see kith %s --help)", inner.text, c->name);
    if (err != NULL)
        *err = inner;
    return status;
}

/* `kith help nearest` is `kith nearest --help`. */
static kith_status run_help(int argc, char **argv, kith_error *err)
{
    static char flag[] = "--help";
    char *flags[] = {flag};
    if (argc == 0) {
        help_program(stdout, commands, COMMANDS);
        return KITH_OK;
    }
    int words = 0;
    const command *c = command_named(argc, argv, &words);
    return c != NULL ? run_command(c, 1, flags, err) : unknown_command(argv[0], err);
}

static kith_status run(int argc, char **argv, kith_error *err)
{
    if (argc < 2) {
        help_short(stdout, commands, COMMANDS);
        return KITH_OK;
    }
    if (is_any(argv[1], "-h", "--help", "help"))
        return run_help(argc - 2, argv + 2, err);
    if (is_any(argv[1], "-V", "--version", "version"))
        return show_version(err);
    int words = 0;
    const command *c = command_named(argc - 1, argv + 1, &words);
    if (c == NULL)
        return unknown_command(argv[1], err);
    return run_command(c, argc - 1 - words, argv + 1 + words, err);
}

/* A file opened later must not become standard output or error. */
static void open_standard_files(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) == -1 && errno == EBADF && open("/dev/null", O_RDWR) != fd)
            _exit(KITH_ERR_INTERNAL);
}

/* Output that was not written is an error, unless nobody reads it any more. */
static kith_status close_output(kith_status status)
{
    const bool gone = print_reader_gone();
    if (!ferror(stdout))
        errno = 0; /* else it is that of the write that failed, or of what came after it */
    const bool failed = ferror(stdout) | (fflush(stdout) != 0) | (fclose(stdout) != 0);
    if (!failed || gone)
        return status;
    print_message("cannot write standard output: %s", strerror(errno != 0 ? errno : EIO));
    return KITH_ERR_IO;
}

int main(int argc, char **argv)
{
    open_standard_files();
    signal(SIGPIPE, SIG_IGN);
    kith_error err = {0};
    kith_status status = run(argc, argv, &err);
    if (status != KITH_OK && err.text[0] != '\0')
        print_message("%s", err.text);
    status = close_output(status);
    return status == KITH_CANCELLED ? 128 + progress_signal() : (int)status;
}
