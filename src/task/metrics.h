/*
 * How good predictions are. Answers are gathered row by row and measured once at the end, because
 * the area under a ROC curve needs them all.
 */
#ifndef KITH_TASK_METRICS_H
#define KITH_TASK_METRICS_H

#include "base/status.h"

#define KITH_NO_CLASS UINT32_MAX

/* Labels that rows have and labels that they are given. */
typedef struct kith_hit_counts {
    uint64_t labels, given, hits;
} kith_hit_counts;

typedef struct kith_answers {
    size_t classes; /* >= 1; set before the first row, as is the limit */
    kith_class_limit limit;
    uint64_t rows, room;
    uint32_t *truth;        /* [rows] KITH_NO_CLASS: a label that is none of the classes */
    float *probability;     /* [rows][classes], each row sums to 1 */
    uint64_t counted;       /* rows of kith_answers_count with a known label */
    kith_hit_counts *count; /* [classes] */
    size_t *order;          /* [classes] */
} kith_answers;

kith_status kith_answers_add(kith_answers *a, uint32_t truth, const float *probability,
                             kith_error *err);
/* Counts a row's labels, unknown ones (KITH_NO_CLASS) left out, and those that it is given; a row
 * without a known one has no part, as in fastText. */
kith_status kith_answers_count(kith_answers *a, const uint32_t *label, size_t labels,
                               const float *probability, kith_error *err);
void kith_answers_clear(kith_answers *a);
/* The class with the highest probability, the lowest one among equals. */
uint32_t kith_best_class(const float *probability, size_t classes);

/*
 * Measures all answers; names [classes] are borrowed by the report, which is freed by
 * kith_class_report_clear. Rows of unknown labels count as wrong in the accuracy and in the F1 over
 * all, and take no part in log loss, calibration and AUC. O(classes * rows log rows).
 */
kith_status kith_class_measure(const kith_answers *a, const char *const *names,
                               kith_class_report *out, kith_error *err);

/*
 * The chance that a positive row scores above a negative one, ties counting half; NaN without rows
 * of both kinds. `pair` [n] is sorted in place.
 */
typedef struct kith_scored {
    float score;
    bool positive;
} kith_scored;
double kith_roc_auc(kith_scored *pair, size_t n);

/* Sums from which the measures of one target are made. */
typedef struct kith_residuals {
    uint64_t rows;
    double squared, absolute; /* sums of (y - p)^2 and |y - p| */
    double mean, spread;      /* running mean of y and sum of (y - mean)^2 (Welford 1962) */
} kith_residuals;

void kith_residuals_add(kith_residuals *r, double y, double p);
/* R2 is 1 - squared / spread: NaN with fewer than two rows or where all y are equal. */
kith_regress_score kith_residuals_score(const kith_residuals *r);

#endif
