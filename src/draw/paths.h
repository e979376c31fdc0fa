/*
 * Paths of points over the contours of a field: how optimisers go down a surface of two weights.
 */
#ifndef KITH_DRAW_PATHS_H
#define KITH_DRAW_PATHS_H

#include "draw/curves.h"

typedef struct kith_field {
    double (*height)(double x, double y);
    double x_least, x_most, y_least, y_most;
    const double *level; /* heights whose contours are drawn */
    size_t levels;
} kith_field;

/* The paths lie within the field; their names are the legend. */
kith_status kith_paths_draw(const kith_field *field, const char *title, const kith_series *path,
                            size_t paths, const char *output, kith_error *err);

#endif
