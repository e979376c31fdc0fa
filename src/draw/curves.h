/*
 * Curves: panels of named series over one x, with a legend beside them.
 *
 * A value that is missing (NaN, beyond +-1e100) is a gap; a point with gaps on both sides, or
 * alone, is a dot. The y axis is logarithmic where a panel's values are positive and span a factor
 * of 100.
 */
#ifndef KITH_DRAW_CURVES_H
#define KITH_DRAW_CURVES_H

#include "draw/axis.h"
#include "draw/svg.h"

/* Point i is (x[i * stride], y[i * stride]); all borrowed. */
typedef struct kith_series {
    const char *name; /* shown when the curve is pointed at */
    size_t colour, dash;
    const double *x, *y;
    size_t points, stride;
} kith_series;

typedef struct kith_panel {
    const char *name; /* what y is */
    const kith_series *series;
    size_t count;
} kith_panel;

typedef struct kith_legend {
    const char *name;
    size_t colour, dash;
} kith_legend;

/* The line of a series between two axes, and entry i of a legend with its sample. */
void kith_series_draw(kith_svg *s, const kith_series *c, const kith_axis *x, const kith_axis *y);
void kith_legend_draw(kith_svg *s, double left, double top, size_t i, const kith_legend *entry);

typedef struct kith_curves {
    const char *title; /* for those who cannot see the picture */
    const char *x_name;
    bool whole_x;            /* x counts: no ticks between whole numbers */
    const kith_panel *panel; /* row by row */
    size_t panels, columns;  /* 1 or 2 columns */
    const kith_legend *legend;
    size_t entries;
} kith_curves;

/* 760 pixels wide, 920 with two columns; as high as the panels, or the legend, need. */
kith_status kith_curves_draw(const kith_curves *c, const char *path, kith_error *err);

#endif
