/*
 * Each measure is the textbook's; where a share has nothing to divide by it is 0, as sklearn has
 * it.
 */
#include "task/metrics.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

/* A certain and wrong answer costs this much log loss at most: -log(1e-15) = 34.5 (sklearn 1.2). */
static const double least_probability = 1e-15;

kith_status kith_answers_add(kith_answers *a, uint32_t truth, const float *probability,
                             kith_error *err)
{
    if (a->rows == a->room) {
        const uint64_t room = a->room < 64 ? 64 : a->room * 2;
        uint32_t *truths = kith_mem_grow(a->truth, room, sizeof *truths);
        if (truths == NULL)
            return kith_fail_memory(err, "the answers", room * sizeof *truths);
        a->truth = truths;
        float *rows = kith_mem_grow(a->probability, room, a->classes * sizeof *rows);
        if (rows == NULL)
            return kith_fail_memory(err, "the answers", room * a->classes * sizeof *rows);
        a->probability = rows;
        a->room = room;
    }
    a->truth[a->rows] = truth;
    for (size_t c = 0; c < a->classes; c++)
        a->probability[a->rows * a->classes + c] = probability[c];
    a->rows++;
    return KITH_OK;
}

void kith_class_rank(const float *probability, size_t classes, size_t k, size_t *order)
{
    for (size_t i = 0; i < classes; i++)
        order[i] = i;
    for (size_t i = 0; i < k && i < classes; i++) {
        size_t best = i;
        for (size_t j = i + 1; j < classes; j++) {
            const float a = probability[order[j]], b = probability[order[best]];
            best = a > b || (!(a < b) && order[j] < order[best]) ? j : best;
        }
        const size_t other = order[i];
        order[i] = order[best];
        order[best] = other;
    }
}

static kith_status make_counts(kith_answers *a, kith_error *err)
{
    if (a->order != NULL)
        return KITH_OK;
    a->count = kith_mem_new(a->classes, sizeof *a->count);
    a->order = kith_mem_new(a->classes, sizeof *a->order);
    if (a->count != NULL && a->order != NULL)
        return KITH_OK;
    return kith_fail_memory(err, "the counts of labels", a->classes * sizeof *a->count);
}

static bool has_label(const uint32_t *label, size_t labels, size_t class)
{
    for (size_t i = 0; i < labels; i++)
        if (label[i] == class)
            return true;
    return false;
}

kith_status kith_answers_count(kith_answers *a, const uint32_t *label, size_t labels,
                               const float *probability, kith_error *err)
{
    const size_t wanted = a->limit.k > 0 ? a->limit.k : 1;
    const size_t k = wanted < a->classes ? wanted : a->classes;
    uint64_t known = 0;
    KITH_TRY(make_counts(a, err));
    for (size_t i = 0; i < labels; i++)
        if (label[i] != KITH_NO_CLASS) {
            a->count[label[i]].labels++;
            known++;
        }
    if (known == 0)
        return KITH_OK;
    a->counted++;
    kith_class_rank(probability, a->classes, k, a->order);
    for (size_t i = 0; i < k && probability[a->order[i]] >= a->limit.threshold; i++) {
        a->count[a->order[i]].given++;
        a->count[a->order[i]].hits += has_label(label, labels, a->order[i]);
    }
    return KITH_OK;
}

void kith_answers_clear(kith_answers *a)
{
    kith_mem_free(a->count);
    kith_mem_free(a->order);
    free(a->truth);
    free(a->probability);
    *a = (kith_answers){0};
}

uint32_t kith_best_class(const float *probability, size_t classes)
{
    uint32_t best = 0;
    for (uint32_t c = 1; c < classes; c++)
        if (probability[c] > probability[best])
            best = c;
    return best;
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

static double harmonic(double a, double b)
{
    return share(2 * a * b, a + b);
}

/* --- areas under ROC curves --- */

static int by_score(const void *a, const void *b)
{
    const float x = ((const kith_scored *)a)->score, y = ((const kith_scored *)b)->score;
    return (x > y) - (x < y);
}

double kith_roc_auc(kith_scored *pair, size_t n)
{
    double positives = 0, wins = 0, below = 0;
    qsort(pair, n, sizeof *pair, by_score);
    for (size_t i = 0, end; i < n; i = end) {
        double high = 0, low = 0;
        for (end = i; end < n && by_score(&pair[end], &pair[i]) == 0; end++)
            *(pair[end].positive ? &high : &low) += 1;
        wins += high * (below + low / 2);
        positives += high;
        below += low;
    }
    return positives > 0 && below > 0 ? wins / (positives * below) : (double)NAN;
}

static double auc_of_class(const kith_answers *a, uint32_t class, kith_scored *pair)
{
    size_t n = 0;
    for (uint64_t i = 0; i < a->rows; i++)
        if (a->truth[i] != KITH_NO_CLASS)
            pair[n++] = (kith_scored){a->probability[i * a->classes + class], a->truth[i] == class};
    return kith_roc_auc(pair, n);
}

/* One against the rest for each class, and their mean over the classes that have one. */
static kith_status measure_auc(const kith_answers *a, kith_class_report *out, kith_error *err)
{
    double sum = 0, count = 0;
    kith_scored *pair = kith_mem_new(a->rows + 1, sizeof *pair);
    if (pair == NULL)
        return kith_fail_memory(err, "the scores", a->rows * sizeof *pair);
    for (uint32_t c = 0; c < a->classes; c++) {
        const double auc = auc_of_class(a, c, pair);
        out->score[c].auc = auc;
        sum += isnan(auc) ? 0 : auc;
        count += !isnan(auc);
    }
    out->auc = count > 0 ? sum / count : (double)NAN;
    kith_mem_free(pair);
    return KITH_OK;
}

/* --- counts and what follows from them --- */

static void count_row(const kith_answers *a, uint64_t i, kith_class_report *out)
{
    const float *p = a->probability + i * a->classes;
    const uint32_t truth = a->truth[i], best = kith_best_class(p, a->classes);
    out->score[best].predicted++;
    if (truth == KITH_NO_CLASS) {
        out->unseen++;
        return;
    }
    const double likely = (double)p[truth], sure = (double)p[best] * KITH_CALIBRATION_BINS;
    const size_t bin = sure < KITH_CALIBRATION_BINS ? (size_t)sure : KITH_CALIBRATION_BINS - 1;
    out->score[truth].rows++;
    out->score[truth].right += truth == best;
    out->confusion[truth * a->classes + best]++;
    out->log_loss -= log(likely > least_probability ? likely : least_probability);
    out->bin[bin].rows++;
    out->bin[bin].confidence += (double)p[best];
    out->bin[bin].accuracy += truth == best;
}

/* Precision, recall and F1 of each class, and their means over the classes that occur. */
static void score_classes(kith_class_report *r)
{
    double occur = 0, right = 0;
    for (size_t c = 0; c < r->classes; c++) {
        kith_class_score *s = &r->score[c];
        s->precision = share((double)s->right, (double)s->predicted);
        s->recall = share((double)s->right, (double)s->rows);
        s->f1 = harmonic(s->precision, s->recall);
        right += (double)s->right;
        occur += s->rows + s->predicted > 0;
        r->macro_precision += s->precision;
        r->macro_recall += s->recall;
        r->macro_f1 += s->f1;
    }
    r->macro_precision = share(r->macro_precision, occur);
    r->macro_recall = share(r->macro_recall, occur);
    r->macro_f1 = share(r->macro_f1, occur);
    /* Each row is one prediction and has one label, so both shares of the F1 over all are this. */
    r->micro_f1 = r->accuracy = share(right, (double)r->rows);
}

static void score_hits(const kith_answers *a, kith_class_report *r)
{
    kith_hit_counts all = {0};
    for (size_t c = 0; a->count != NULL && c < a->classes; c++) {
        const kith_hit_counts *n = &a->count[c];
        kith_class_score *s = &r->score[c];
        s->labels = n->labels;
        s->given = n->given;
        s->hits = n->hits;
        all.labels += n->labels;
        all.given += n->given;
        all.hits += n->hits;
    }
    r->rows_at = a->counted;
    r->precision_at = all.given > 0 ? (double)all.hits / (double)all.given : (double)NAN;
    r->recall_at = all.labels > 0 ? (double)all.hits / (double)all.labels : (double)NAN;
}

static void score_calibration(kith_class_report *r, double known)
{
    for (size_t i = 0; i < KITH_CALIBRATION_BINS; i++) {
        kith_calibration_bin *b = &r->bin[i];
        r->calibration_error += share(fabs(b->accuracy - b->confidence), known);
        b->confidence = share(b->confidence, (double)b->rows);
        b->accuracy = share(b->accuracy, (double)b->rows);
    }
}

kith_status kith_class_measure(const kith_answers *a, const char *const *names,
                               kith_class_report *out, kith_error *err)
{
    *out = (kith_class_report){.rows = a->rows, .classes = a->classes};
    out->score = kith_mem_new(a->classes, sizeof *out->score);
    out->confusion = kith_mem_new(a->classes, a->classes * sizeof *out->confusion);
    kith_status status = KITH_OK;
    if (out->score == NULL || out->confusion == NULL)
        status = kith_fail_memory(err, "the report", a->classes * a->classes * 8);
    if (status == KITH_OK)
        status = measure_auc(a, out, err);
    if (status != KITH_OK) {
        kith_class_report_clear(out);
        return status;
    }
    for (size_t c = 0; c < a->classes; c++)
        out->score[c].name = names[c];
    for (uint64_t i = 0; i < a->rows; i++)
        count_row(a, i, out);
    const double known = (double)(out->rows - out->unseen);
    out->log_loss = known > 0 ? out->log_loss / known : (double)NAN;
    score_classes(out);
    score_calibration(out, known);
    score_hits(a, out);
    return KITH_OK;
}

void kith_class_report_clear(kith_class_report *r)
{
    kith_mem_free(r->score);
    kith_mem_free(r->confusion);
    *r = (kith_class_report){0};
}

/* --- numbers --- */

void kith_residuals_add(kith_residuals *r, double y, double p)
{
    const double before = y - r->mean;
    r->rows++;
    r->mean += before / (double)r->rows;
    r->spread += before * (y - r->mean);
    r->squared += (y - p) * (y - p);
    r->absolute += fabs(y - p);
}

kith_regress_score kith_residuals_score(const kith_residuals *r)
{
    const double n = r->rows > 0 ? (double)r->rows : (double)NAN;
    return (kith_regress_score){.rmse = sqrt(r->squared / n),
                                .mae = r->absolute / n,
                                .r2 = r->rows > 1 && r->spread > 0 ? 1 - r->squared / r->spread
                                                                   : (double)NAN};
}
