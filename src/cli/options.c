/*
 * Option rows that several commands share. The library's own rows (kith_train_options,
 * kith_text_options) are not repeated here; each command's private rows stand in its own file.
 */
#include "command.h"

#include <math.h>

#define TABLE(rows)                                                                                \
    {                                                                                              \
        .option = (rows), .count = sizeof(rows) / sizeof *(rows)                                   \
    }

static const kith_option common_rows[] = {
    {.name = "quiet",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "General",
     .help = "only errors on standard error: no progress, no summary, no remarks"},
    {.name = "help",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "General",
     .help = "show this help"},
};

static const kith_option model_rows[] = {
    {.name = "mmap",
     .type = KITH_OPTION_FLAG,
     .standard = "true",
     .group = "Model",
     .help = "read a .kith file into memory instead of mapping it"},
    {.name = "allow-nonfinite",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Model",
     .help = "accept vectors with NaN or Inf"},
};

static const kith_option search_rows[] = {
    {.name = "threads",
     .type = KITH_OPTION_INT,
     .standard = "0",
     .least = 0,
     .most = 1024,
     .value = "N",
     .group = "Search",
     .help = "worker threads; 0: one a core"},
    {.name = "isa",
     .type = KITH_OPTION_TEXT,
     .standard = "auto",
     .value = "NAME",
     .group = "Search",
     .help = "kernels to use: base, avx2, avx512, avx512vnni, neon; auto takes the best this "
             "machine has; "
             "KITH_ISA sets it too"},
};

static const kith_option json_rows[] = {
    {.name = "json",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Output",
     .help = "one JSON object a line instead of plain text"},
};

static const kith_option style_rows[] = {
    {.name = "style",
     .type = KITH_OPTION_NAME,
     .standard = "kith",
     .choices = "kith fasttext",
     .value = "NAME",
     .group = "Output",
     .help = "fasttext: lines as fastText prints them, blanks for tabs, no question in front"},
};

static const kith_option question_rows[] = {
    {.name = "k",
     .type = KITH_OPTION_INT,
     .standard = "10",
     .least = 1,
     .most = 1000000,
     .value = "N",
     .group = "Questions",
     .help = "so many answers to each question"},
    {.name = "include-inputs",
     .type = KITH_OPTION_FLAG,
     .standard = "false",
     .group = "Questions",
     .help = "let the words of the question be answers too"},
};

static const kith_option among_rows[] = {
    {.name = "top",
     .type = KITH_OPTION_INT,
     .standard = "0",
     .least = 0,
     .most = INFINITY,
     .value = "N",
     .group = "Questions",
     .help = "answers from the first N rows alone, the most frequent words of a trained model; 0: "
             "all"},
    {.name = "min-count",
     .type = KITH_OPTION_INT,
     .standard = "0",
     .least = 0,
     .most = INFINITY,
     .value = "N",
     .group = "Questions",
     .help = "answers that were counted N times or more, where the model has counts"},
    {.name = "max-count",
     .type = KITH_OPTION_INT,
     .standard = "0",
     .least = 0,
     .most = INFINITY,
     .value = "N",
     .group = "Questions",
     .help = "answers that were counted N times or less; 0: however often"},
    {.name = "only",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "FILE",
     .group = "Questions",
     .help = "answers from the words of a file alone, one a line"},
    {.name = "match",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "PATTERN",
     .group = "Questions",
     .help = "answers that match: * any characters, ? one, [a-z] one of, [!a-z] none of, \\ before "
             "what is meant itself"},
    {.name = "regex",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "PATTERN",
     .group = "Questions",
     .help = "answers in which a regular expression is found, as by grep -E: '^un.*(ed|ing)$'"},
};

static const kith_option method_rows[] = {
    {.name = "method",
     .type = KITH_OPTION_NAME,
     .standard = "add",
     .choices = "add mul",
     .value = "NAME",
     .group = "Questions",
     .help = "how words are taken together: add by sums (3CosAdd, Mikolov et al. 2013), mul by "
             "products "
             "of cosines (3CosMul, Levy and Goldberg 2014)"},
};

static const kith_option table_rows[] = {
    {.name = "label",
     .type = KITH_OPTION_TEXT,
     .standard = "auto",
     .value = "COLUMN",
     .group = "Table",
     .help = "the column of classes: name, number, first or last; auto: the one named label or "
             "class"},
    {.name = "targets",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "COLUMNS",
     .group = "Table",
     .help = "columns of numbers to predict, comma-separated"},
    {.name = "labels",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "FILE",
     .group = "Table",
     .help = "the classes of the rows: an IDX file, or text with one a line"},
    {.name = "missing",
     .type = KITH_OPTION_NAME,
     .standard = "error",
     .choices = "error mean zero drop keep",
     .value = "NAME",
     .group = "Table",
     .help = "cells without a number: an error, the column's mean, 0, the row dropped, or kept as "
             "unknown"},
    {.name = "header",
     .type = KITH_OPTION_NAME,
     .standard = "auto",
     .choices = "auto yes no",
     .value = "NAME",
     .group = "Table",
     .help = "is the first line names? auto: where a number stands below a cell that is none"},
    {.name = "format",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "NAME",
     .group = "Table",
     .help = "the format of the table; by content without it"},
};

const kith_option_table options_common = TABLE(common_rows);
const kith_option_table options_model = TABLE(model_rows);
const kith_option_table options_search = TABLE(search_rows);
const kith_option_table options_json = TABLE(json_rows);
const kith_option_table options_style = TABLE(style_rows);
const kith_option_table options_question = TABLE(question_rows);
const kith_option_table options_among = TABLE(among_rows);
const kith_option_table options_method = TABLE(method_rows);
const kith_option_table options_table = TABLE(table_rows);
