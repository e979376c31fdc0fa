/*
 * Bias and variance: whether a net has learnt too little, or its training rows by heart.
 */
#ifndef KITH_TASK_FIT_H
#define KITH_TASK_FIT_H

#include <stddef.h>

typedef enum kith_fit { KITH_FIT_FINE, KITH_FIT_UNDER, KITH_FIT_OVER } kith_fit;

/*
 * From mean losses: of the first weights, and of the last ones on rows trained on and on rows held
 * out. OVER: the held-out loss is more than 1.5 times the other, and the gap more than a twentieth
 * of the first loss. UNDER: more than half of the first loss is left on both. Writes one line, ""
 * where it is FINE or a loss is no number.
 */
kith_fit kith_fit_tell(double first, double trained, double held_out, char *text, size_t room);

#endif
