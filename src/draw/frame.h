/*
 * What pictures have in common: the frame of a plot with its ticks, grid and names, and a legend
 * beside it.
 */
#ifndef KITH_DRAW_FRAME_H
#define KITH_DRAW_FRAME_H

#include "draw/axis.h"
#include "draw/svg.h"

enum {
    KITH_LEFT = 64,          /* room for the labels of y */
    KITH_LEGEND_WIDTH = 170, /* between the plot and the right edge */
    KITH_LEGEND_LINE = 19,   /* height of one entry */
    KITH_LEGEND_CHARS = 18   /* longer names are cut */
};

/* Where an entry's sample begins and its base line, for entry i of a legend with its top at y. */
typedef struct kith_spot {
    double x, y;
} kith_spot;

/*
 * Grid lines, ticks and labels of a plot that spans x->from..x->to and y->to..y->from, which are
 * the pixels of its edges. The name of y is written above, that of x below; NULL for none.
 */
void kith_frame_draw(kith_svg *s, const kith_axis *x, const kith_axis *y, const char *x_name,
                     const char *y_name);

/* Writes the name of entry i behind its sample and returns where the sample's middle is. */
kith_spot kith_legend_entry(kith_svg *s, double left, double top, size_t i, const char *name);

#endif
