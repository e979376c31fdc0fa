/*
 * A writer of SVG: a page of fixed size with lines, rectangles, paths, marks and text.
 *
 * Looks are classes of one style sheet, whose colours change on dark pages (prefers-color-scheme):
 * "c0".."c6" give a colour, "d0".."d3" a dash pattern, "line" "zone" "dot" what is done with it.
 * Coordinates are pixels, y down, written without locale and with two decimals at most, so the same
 * picture is the same bytes. Text is escaped and made valid, whatever its bytes.
 *
 * Drawing does not fail: the writer keeps a failed write and kith_svg_end tells it.
 */
#ifndef KITH_DRAW_SVG_H
#define KITH_DRAW_SVG_H

#include "base/status.h"

enum {
    KITH_SVG_COLOURS = 7, /* Okabe and Ito's but yellow, which is lost on white; the last is ink */
    KITH_SVG_INK = 6,
    KITH_SVG_DASHES = 4,
    KITH_SVG_SHAPES = 5, /* circle, square, triangle, diamond, cross */
    KITH_SVG_CROSS = 4
};

typedef struct kith_svg {
    kith_writer *out;
} kith_svg;

/* Opens the file and begins a page; `title` is for those who cannot see it. */
kith_status kith_svg_begin(kith_svg *s, const char *path, double width, double height,
                           const char *title, kith_error *err);
/* Makes the file appear; on failure nothing does. */
kith_status kith_svg_end(kith_svg *s, kith_error *err);

void kith_svg_line(kith_svg *s, const char *looks, double x1, double y1, double x2, double y2);
void kith_svg_rect(kith_svg *s, const char *looks, double x, double y, double width, double height);
/* A mark of a class or a series: colour and shape are taken modulo how many there are. */
void kith_svg_mark(kith_svg *s, size_t colour, size_t shape, double x, double y, double radius);
/* Text on the base line y; `anchor` is "start", "middle" or "end" at x. */
void kith_svg_text(kith_svg *s, const char *looks, const char *anchor, double x, double y,
                   const char *text);
/* A path in a colour and a dash pattern (modulo how many there are). */
void kith_svg_path_begin(kith_svg *s, const char *looks, size_t colour, size_t dash);
void kith_svg_path_move(kith_svg *s, double x, double y);
void kith_svg_path_to(kith_svg *s, double x, double y);
/* A rectangle as part of the path. */
void kith_svg_path_rect(kith_svg *s, double x, double y, double width, double height);
/* `name` is shown when the path is pointed at; NULL for none. */
void kith_svg_path_end(kith_svg *s, const char *name);

#endif
