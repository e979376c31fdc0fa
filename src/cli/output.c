/* Checks of output paths; see output.h. */
#include "output.h"

#include "print.h"

#include <string.h>
#include <sys/stat.h>

static bool is_same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && (S_ISREG(x.st_mode) || S_ISDIR(x.st_mode)) &&
           x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

kith_status output_differs(const char *path, const char *const *inputs, size_t count,
                           kith_error *err)
{
    for (size_t i = 0; i < count; i++)
        if (is_same_file(path, inputs[i]))
            return kith_fail(err, KITH_ERR_USAGE, "%s: output and input are the same file", path);
    return KITH_OK;
}

kith_status output_check(const char *path, const char *const *inputs, size_t count, kith_error *err)
{
    const kith_status differs = output_differs(path, inputs, count, err);
    if (differs != KITH_OK)
        return differs;
    kith_writer *trial = NULL;
    const kith_status status = kith_writer_open(path, &trial, err);
    kith_writer_discard(&trial);
    return status;
}

kith_status output_status(kith_status status, const char *path)
{
    if (status == KITH_ERR_IO && strcmp(path, "-") == 0 && print_reader_gone())
        return KITH_OK;
    return status;
}

static const kith_option vectors_rows[] = {
    {.name = "output",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "OUT",
     .group = "Output",
     .help = "the vectors to write; - is standard output"},
    {.name = "to",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "FORMAT",
     .group = "Output",
     .help = "format of OUT instead of telling it by the ending of its name"},
    {.name = "on-bad-word",
     .type = KITH_OPTION_NAME,
     .standard = "error",
     .choices = "error escape skip",
     .value = "HOW",
     .group = "Output",
     .help = "what to do with a word that the format cannot hold"},
};
const kith_option_table options_vectors_output = {
    .option = vectors_rows, .count = sizeof vectors_rows / sizeof *vectors_rows};

kith_status output_vectors_check(const args *a, kith_error *err)
{
    const char *path = args_text(a, "output");
    if (path == NULL)
        return kith_fail(err, KITH_ERR_USAGE, "%s needs -o OUT, the vectors to write",
                         a->command->name);
    return output_check(path, a->operand, a->operands, err);
}

static kith_bad_word bad_word(const args *a)
{
    const char *name = kith_config_text(a->config, "on-bad-word");
    return strcmp(name, "escape") == 0 ? KITH_BAD_WORD_ESCAPE
           : strcmp(name, "skip") == 0 ? KITH_BAD_WORD_SKIP
                                       : KITH_BAD_WORD_ERROR;
}

kith_status output_vectors(const args *a, const kith_vectors *v, kith_error *err)
{
    const char *path = args_text(a, "output");
    const kith_status status = kith_vectors_save(v, path, args_text(a, "to"), bad_word(a), err);
    if (status == KITH_OK && err->text[0] != '\0' && !args_flag(a, "quiet"))
        print_message("%s: %s", path, err->text);
    return output_status(status, path);
}

static const kith_option picture_rows[] = {
    {.name = "output",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "F.svg",
     .group = "Output",
     .help = "the picture to write; - is standard output"},
};
const kith_option_table options_picture = {.option = picture_rows, .count = 1};

kith_status output_picture(const args *a, size_t inputs, const char **path, kith_error *err)
{
    *path = args_text(a, "output");
    if (*path == NULL)
        return kith_fail(err, KITH_ERR_USAGE, "%s needs -o F.svg, the picture to write",
                         a->command->name);
    return output_check(*path, a->operand, inputs, err);
}
