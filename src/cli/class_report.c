#include "class_report.h"

#include "json.h"
#include "print.h"

#include <inttypes.h>

enum { DECIMALS = 4 };

static void print_number(const char *name, double value)
{
    printf("%s\t", name);
    print_fixed(stdout, value, DECIMALS);
    putchar('\n');
}

static void print_cell(double value)
{
    putchar('\t');
    print_fixed(stdout, value, DECIMALS);
}

static void print_totals(const kith_class_report *r)
{
    printf("rows\t%" PRIu64 "\n", r->rows);
    if (r->unseen > 0)
        printf("unknown labels\t%" PRIu64 "\n", r->unseen);
    if (r->skipped > 0)
        printf("without label\t%" PRIu64 "\n", r->skipped);
    print_number("accuracy", r->accuracy);
    print_number("macro precision", r->macro_precision);
    print_number("macro recall", r->macro_recall);
    print_number("macro F1", r->macro_f1);
    print_number("micro F1", r->micro_f1);
    print_number("log loss", r->log_loss);
    print_number("ROC AUC", r->auc);
    print_number("calibration error", r->calibration_error);
}

/* fastText's measures, where they were asked for: otherwise they are the accuracy. */
static void print_limited(const kith_class_report *r, const kith_class_limit *limit)
{
    char name[64];
    if (limit->k == 1 && !(limit->threshold > 0))
        return;
    snprintf(name, sizeof name, "precision at %zu", limit->k);
    print_number(name, r->precision_at);
    snprintf(name, sizeof name, "recall at %zu", limit->k);
    print_number(name, r->recall_at);
}

static void print_classes(const kith_class_report *r)
{
    puts("\nlabel\trows\tpredicted\tprecision\trecall\tF1\tAUC");
    for (size_t c = 0; c < r->classes; c++) {
        const kith_class_score *s = &r->score[c];
        print_text(stdout, s->name);
        printf("\t%" PRIu64 "\t%" PRIu64, s->rows, s->predicted);
        print_cell(s->precision);
        print_cell(s->recall);
        print_cell(s->f1);
        print_cell(s->auc);
        putchar('\n');
    }
}

static void print_confusion(const kith_class_report *r)
{
    fputs("\nlabel \\ predicted", stdout);
    for (size_t c = 0; c < r->classes; c++) {
        putchar('\t');
        print_text(stdout, r->score[c].name);
    }
    putchar('\n');
    for (size_t t = 0; t < r->classes; t++) {
        print_text(stdout, r->score[t].name);
        for (size_t p = 0; p < r->classes; p++)
            printf("\t%" PRIu64, r->confusion[t * r->classes + p]);
        putchar('\n');
    }
}

static void print_calibration(const kith_class_report *r)
{
    puts("\nprobability\trows\tmean\taccuracy");
    for (int b = 0; b < KITH_CALIBRATION_BINS; b++) {
        const kith_calibration_bin *bin = &r->bin[b];
        if (bin->rows == 0)
            continue;
        printf("%.1f-%.1f\t%" PRIu64, b / 10.0, (b + 1) / 10.0, bin->rows);
        print_cell(bin->confidence);
        print_cell(bin->accuracy);
        putchar('\n');
    }
}

void class_report_print(const kith_class_report *r, const kith_class_limit *limit)
{
    print_totals(r);
    print_limited(r, limit);
    print_classes(r);
    print_confusion(r);
    print_calibration(r);
}

/* As fastText prints a measure, also one without anything to divide by. */
static void print_measure(const char *name, uint64_t part, uint64_t whole)
{
    if (whole > 0)
        printf("%s : %.6f  ", name, (double)part / (double)whole);
    else
        printf("%s : --------  ", name);
}

void class_report_fasttext(const kith_class_report *r, const kith_class_limit *limit, bool labels)
{
    for (size_t c = 0; labels && c < r->classes; c++) {
        const kith_class_score *s = &r->score[c];
        print_measure("F1-Score", 2 * s->hits, s->given + s->labels);
        print_measure("Precision", s->hits, s->given);
        print_measure("Recall", s->hits, s->labels);
        fputs(" __label__", stdout);
        print_text(stdout, s->name);
        putchar('\n');
    }
    const char *format = labels ? "%c@%zu\t%.3f\n" : "%c@%zu\t%.3g\n";
    printf("N\t%" PRIu64 "\n", r->rows_at);
    printf(format, 'P', limit->k, r->precision_at);
    printf(format, 'R', limit->k, r->recall_at);
}

static void json_classes(json *j, const kith_class_report *r)
{
    json_begin_array(j, "classes");
    for (size_t c = 0; c < r->classes; c++) {
        const kith_class_score *s = &r->score[c];
        json_begin_object(j, NULL);
        json_text(j, "label", s->name);
        json_count(j, "rows", s->rows);
        json_count(j, "predicted", s->predicted);
        json_double(j, "precision", s->precision);
        json_double(j, "recall", s->recall);
        json_double(j, "f1", s->f1);
        json_double(j, "auc", s->auc);
        json_end_object(j);
    }
    json_end_array(j);
}

static void json_confusion(json *j, const kith_class_report *r)
{
    json_begin_array(j, "confusion");
    for (size_t t = 0; t < r->classes; t++) {
        json_begin_array(j, NULL);
        for (size_t p = 0; p < r->classes; p++)
            json_count(j, NULL, r->confusion[t * r->classes + p]);
        json_end_array(j);
    }
    json_end_array(j);
}

static void json_calibration(json *j, const kith_class_report *r)
{
    json_begin_array(j, "calibration");
    for (int b = 0; b < KITH_CALIBRATION_BINS; b++) {
        json_begin_object(j, NULL);
        json_count(j, "rows", r->bin[b].rows);
        json_double(j, "probability", r->bin[b].confidence);
        json_double(j, "accuracy", r->bin[b].accuracy);
        json_end_object(j);
    }
    json_end_array(j);
}

void class_report_json(const kith_class_report *r, const kith_class_limit *limit)
{
    json j = json_begin_line(stdout);
    json_count(&j, "rows", r->rows);
    json_count(&j, "unknown_labels", r->unseen);
    json_count(&j, "skipped", r->skipped);
    json_double(&j, "accuracy", r->accuracy);
    json_double(&j, "macro_precision", r->macro_precision);
    json_double(&j, "macro_recall", r->macro_recall);
    json_double(&j, "macro_f1", r->macro_f1);
    json_double(&j, "micro_f1", r->micro_f1);
    json_double(&j, "log_loss", r->log_loss);
    json_double(&j, "auc", r->auc);
    json_double(&j, "calibration_error", r->calibration_error);
    json_count(&j, "k", limit->k);
    json_double(&j, "threshold", (double)limit->threshold);
    json_double(&j, "precision_at_k", r->precision_at);
    json_double(&j, "recall_at_k", r->recall_at);
    json_classes(&j, r);
    json_confusion(&j, r);
    json_calibration(&j, r);
    json_end_line(&j);
}
