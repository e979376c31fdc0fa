/* Frames and legends; see frame.h. */
#include "draw/frame.h"

#include <stdio.h>
#include <string.h>

enum { SAMPLE = 28 /* pixels of a legend's sample */ };

static void draw_x(kith_svg *s, const kith_axis *x, const kith_axis *y, const char *name)
{
    for (size_t i = 0; i < x->ticks; i++) {
        const double at = kith_axis_place(x, x->tick[i]);
        kith_svg_line(s, "axis", at, y->from, at, y->from + 4);
        kith_svg_text(s, "tick", "middle", at, y->from + 18, x->label[i]);
    }
    kith_svg_line(s, "axis", x->from, y->from, x->to, y->from);
    if (name != NULL)
        kith_svg_text(s, "name", "middle", (x->from + x->to) / 2, y->from + 38, name);
}

static void draw_y(kith_svg *s, const kith_axis *x, const kith_axis *y, const char *name)
{
    for (size_t i = 0; i < y->ticks; i++) {
        const double at = kith_axis_place(y, y->tick[i]);
        kith_svg_line(s, "grid", x->from, at, x->to, at);
        kith_svg_text(s, "tick", "end", x->from - 8, at + 4, y->label[i]);
    }
    if (name != NULL)
        kith_svg_text(s, "head", "start", x->from, y->to - 12, name);
}

void kith_frame_draw(kith_svg *s, const kith_axis *x, const kith_axis *y, const char *x_name,
                     const char *y_name)
{
    draw_y(s, x, y, y_name);
    draw_x(s, x, y, x_name);
}

/* The name, or as many of its characters as fit and an ellipsis. */
static void cut(const char *name, char out[4 * KITH_LEGEND_CHARS + 4])
{
    size_t left = strlen(name), used = 0, last = 0;
    for (size_t i = 0; i <= KITH_LEGEND_CHARS && used < left; i++) {
        const size_t length = kith_utf8_length(name + used, left - used);
        if (i == KITH_LEGEND_CHARS - 1)
            last = used;
        used += length > 0 ? length : 1;
    }
    const bool whole = used >= left;
    snprintf(out, 4 * KITH_LEGEND_CHARS + 4, "%.*s%s", (int)(whole ? left : last), name,
             whole ? "" : "\xe2\x80\xa6");
}

kith_spot kith_legend_entry(kith_svg *s, double left, double top, size_t i, const char *name)
{
    char text[4 * KITH_LEGEND_CHARS + 4];
    const double y = top + (double)i * KITH_LEGEND_LINE;
    cut(name, text);
    kith_svg_text(s, "name", "start", left + SAMPLE + 8, y + 4, text);
    return (kith_spot){left + SAMPLE / 2.0, y};
}
