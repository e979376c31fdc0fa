/* Checks of output paths; see output.h. */
#include "output.h"

#include "print.h"

#include <string.h>
#include <sys/stat.h>

static bool is_same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && S_ISREG(x.st_mode) && x.st_dev == y.st_dev &&
           x.st_ino == y.st_ino;
}

kith_status output_check(const char *path, const char *const *inputs, size_t count, kith_error *err)
{
    for (size_t i = 0; i < count; i++)
        if (is_same_file(path, inputs[i]))
            return kith_fail(err, KITH_ERR_USAGE, "%s: output and input are the same file", path);
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
