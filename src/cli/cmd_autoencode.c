/* kith autoencode train, encode, decode, reconstruct, score: short codes of rows and of vectors. */
#include "json.h"
#include "output.h"
#include "print.h"
#include "task_args.h"

#include <stdio.h>
#include <string.h>

static kith_status train(const args *a, const char *output, const kith_watch *watch,
                         kith_task_report *report, kith_error *err)
{
    return kith_autoencode_train(a->config, a->operand[0], output, watch, report, err);
}

static kith_status run_train(const args *a, kith_error *err)
{
    return task_run_train(a, train, "rows", err);
}

static const kith_option_table *const train_tables[] = {&options_task_output, NULL};

const command cmd_autoencode_train = {
    .name = "autoencode train",
    .group = "Neural tasks",
    .operands = "FILE --net SPEC -o MODEL",
    .summary = "Learn short codes of rows, or of word vectors",
    .details = "FILE is a table, whose labels are left out, or a .kith file of word vectors. The\n"
               "narrowest layer of the net is the code, unless another is kept sparse.\n",
    .examples = "  kith autoencode train vectors.kith --net 300-128-300 -o ae.kith\n"
                "  kith autoencode train digits.csv --net ?-32relu-8-32relu-? --noise mask:0.2 -o "
                "ae.kith\n"
                "  kith autoencode train digits.csv --net ?-200sigmoid-? --sparse kl:0.05,0.1 -o "
                "ae.kith\n",
    .least = 1,
    .most = 1,
    .tables = train_tables,
    .library = kith_autoencode_options,
    .run = run_train,
};

/* With -o: vectors in, vectors out. */
static kith_status run_vectors(const args *a, kith_autoencoder *ae, kith_code_part part,
                               kith_error *err)
{
    kith_vectors *in = NULL, *out = NULL;
    kith_status status = output_check(args_text(a, "output"), a->operand, a->operands, err);
    if (status == KITH_OK)
        status = kith_vectors_open(a->operand[1], NULL, &in, err);
    if (status == KITH_OK)
        status = kith_autoencoder_vectors(ae, part, in, &out, err);
    if (status == KITH_OK)
        status = kith_vectors_save(out, args_text(a, "output"), NULL, KITH_BAD_WORD_ERROR, err);
    kith_vectors_free(out);
    kith_vectors_free(in);
    return status;
}

static kith_status run_part(const args *a, kith_code_part part, kith_error *err)
{
    task_numbers numbers = {a, "numbers"};
    kith_table_options o;
    kith_autoencoder *ae = NULL;
    const kith_answer_watch each = {.call = task_answer_numbers, .self = &numbers};
    const kith_table_options *how = task_table(a, &o) ? &o : NULL;
    kith_status status = kith_autoencoder_open(a->operand[0], args_text(a, "isa"), &ae, err);
    if (status == KITH_OK && args_text(a, "output") != NULL)
        status = run_vectors(a, ae, part, err);
    else if (status == KITH_OK)
        status = kith_autoencoder_run(ae, part, a->operand[1], how, &each, err);
    kith_autoencoder_free(ae);
    return print_reader_gone() ? KITH_OK : status;
}

static kith_status run_encode(const args *a, kith_error *err)
{
    return run_part(a, KITH_CODE_ENCODE, err);
}

static kith_status run_decode(const args *a, kith_error *err)
{
    return run_part(a, KITH_CODE_DECODE, err);
}

static kith_status run_reconstruct(const args *a, kith_error *err)
{
    return run_part(a, KITH_CODE_RECONSTRUCT, err);
}

static const kith_option part_rows[] = {
    {.name = "output",
     .type = KITH_OPTION_TEXT,
     .standard = "",
     .value = "VECTORS",
     .group = "Output",
     .help = "FILE holds word vectors: write vectors of the same words here, by the ending of the "
             "name; unless given, numbers go to standard output"},
};
static const kith_option_table part_own = {.option = part_rows, .count = 1};
static const kith_option_table *const part_tables[] = {&part_own, &options_json, &options_labels,
                                                       &options_isa, NULL};

const command cmd_autoencode_encode = {
    .name = "autoencode encode",
    .group = "Neural tasks",
    .operands = "MODEL FILE",
    .summary = "Codes of rows, or of word vectors",
    .details = "For each row one line of numbers, by tabs; with -o word vectors that every other\n"
               "command reads.\n",
    .examples = "  kith autoencode encode ae.kith vectors.kith -o short.kith\n"
                "  kith autoencode encode ae.kith digits.csv\n",
    .least = 2,
    .most = 2,
    .tables = part_tables,
    .run = run_encode,
};

const command cmd_autoencode_decode = {
    .name = "autoencode decode",
    .group = "Neural tasks",
    .operands = "MODEL CODES",
    .summary = "Rows from codes",
    .details = "CODES are rows of numbers as encode prints them, or word vectors with -o.\n",
    .examples = "  kith autoencode encode ae.kith digits.csv >codes.tsv\n"
                "  kith autoencode decode ae.kith codes.tsv\n",
    .least = 2,
    .most = 2,
    .tables = part_tables,
    .run = run_decode,
};

const command cmd_autoencode_reconstruct = {
    .name = "autoencode reconstruct",
    .group = "Neural tasks",
    .operands = "MODEL FILE",
    .summary = "Rows as they come back from their codes",
    .details = "",
    .examples = "  kith autoencode reconstruct ae.kith digits.csv\n",
    .least = 2,
    .most = 2,
    .tables = part_tables,
    .run = run_reconstruct,
};

static void print_score(const args *a, double mse, uint64_t rows)
{
    if (!args_flag(a, "json")) {
        printf("rows\t%llu\nMSE\t%.6g\n", (unsigned long long)rows, mse);
        return;
    }
    json j = json_begin_line(stdout);
    json_count(&j, "rows", rows);
    json_double(&j, "mse", mse);
    json_end_line(&j);
}

static kith_status run_score(const args *a, kith_error *err)
{
    kith_table_options o;
    kith_autoencoder *ae = NULL;
    double mse = 0;
    uint64_t rows = 0;
    const kith_table_options *how = task_table(a, &o) ? &o : NULL;
    kith_status status = kith_autoencoder_open(a->operand[0], args_text(a, "isa"), &ae, err);
    if (status == KITH_OK)
        status = kith_autoencoder_score(ae, a->operand[1], how, &mse, &rows, err);
    if (status == KITH_OK)
        print_score(a, mse, rows);
    kith_autoencoder_free(ae);
    return status;
}

static const kith_option_table *const score_tables[] = {&options_json, &options_labels,
                                                        &options_isa, NULL};

const command cmd_autoencode_score = {
    .name = "autoencode score",
    .group = "Neural tasks",
    .operands = "MODEL FILE",
    .summary = "The mean squared error of rows that come back from their codes",
    .details = "On the scale of the rows themselves, the mean over all their numbers.\n",
    .examples = "  kith autoencode score ae.kith digits.csv --json\n",
    .least = 2,
    .most = 2,
    .tables = score_tables,
    .run = run_score,
};
