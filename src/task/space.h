/*
 * What a search of settings may choose from: for some options of a configuration a list of values
 * or a range. Trial i of a random search is a function of (seed, i), and so can be told again.
 */
#ifndef KITH_TASK_SPACE_H
#define KITH_TASK_SPACE_H

#include "base/status.h"

enum { KITH_SPACE_STEPS = 5 /* of a range on a grid */ };

typedef struct kith_axis {
    const kith_option *option;
    char *text;   /* the values, NUL between them */
    char **value; /* [values] into text; 0: a range */
    size_t values;
    double low, high;
    bool log; /* evenly by the logarithm */
} kith_axis;

struct kith_space {
    kith_axis *axis;
    size_t axes;
};

#endif
