/* The writer of SVG; see svg.h. */
#include "draw/svg.h"

#include <math.h>
#include <string.h>

/*
 * Okabe and Ito, "Color Universal Design" (2008): blue, vermilion, bluish green, reddish purple,
 * orange, sky blue, and black, which is white on dark pages.
 */
static const char style[] =
    "<style>\n"
    "text{font:12px system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif;fill:#24292f}\n"
    ".head{font-size:13px;font-weight:600}\n"
    ".page{fill:#fff}.grid{stroke:#e1e4e8}.axis{stroke:#8c959f}\n"
    ".line{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round}\n"
    ".contour{fill:none;stroke:currentColor;stroke-width:.8;opacity:.4}\n"
    ".zone{fill:currentColor;fill-opacity:.28;shape-rendering:crispEdges}\n"
    ".mark{fill:currentColor;stroke:#fff;stroke-width:.7}\n"
    ".c0{color:#0072b2}.c1{color:#d55e00}.c2{color:#009e73}.c3{color:#cc79a7}\n"
    ".c4{color:#e69f00}.c5{color:#56b4e9}.c6{color:#24292f}\n"
    ".d1{stroke-dasharray:7 4}.d2{stroke-dasharray:2 3}.d3{stroke-dasharray:9 3 2 3}\n"
    "@media (prefers-color-scheme:dark){\n"
    "text{fill:#d8dee4}.page{fill:#16191d}.grid{stroke:#30363d}.axis{stroke:#6e7681}\n"
    ".mark{stroke:#16191d}.c0{color:#3a9bdc}.c6{color:#e6edf3}\n"
    "}\n"
    "</style>\n";

static void put(kith_svg *s, const char *text)
{
    (void)kith_writer_write(s->out, text, strlen(text), NULL);
}

static void put_number(kith_svg *s, double value)
{
    char text[KITH_REAL_CHARS];
    const double rounded = round(value * 100) / 100;
    const size_t bytes = kith_format_double(rounded == 0 ? 0 : rounded, text);
    (void)kith_writer_write(s->out, text, bytes, NULL);
}

static void put_pair(kith_svg *s, double x, double y)
{
    put_number(s, x);
    put(s, " ");
    put_number(s, y);
}

static void put_attribute(kith_svg *s, const char *name, double value)
{
    (void)kith_writer_print(s->out, NULL, " %s=\"", name);
    put_number(s, value);
    put(s, "\"");
}

/* What stands for a byte of text: an entity, or a mark where XML 1.0 has no such character. */
static const char *replacement(unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return c < 0x20 && c != '\t' ? "\xef\xbf\xbd" : NULL;
    }
}

/* U+FFFE and U+FFFF are no characters of XML 1.0. */
static bool is_noncharacter(const char *text, size_t length)
{
    return length == 3 && memcmp(text, "\xef\xbf", 2) == 0 && (unsigned char)text[2] >= 0xbe;
}

static void put_escaped(kith_svg *s, const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        const size_t length = kith_utf8_length(text, left), step = length > 0 ? length : 1;
        const bool bad = length == 0 || is_noncharacter(text, length);
        const char *instead = bad           ? "\xef\xbf\xbd"
                              : length == 1 ? replacement((unsigned char)*text)
                                            : NULL;
        if (instead != NULL)
            put(s, instead);
        else
            (void)kith_writer_write(s->out, text, length, NULL);
        text += step;
        left -= step;
    }
}

static void put_title(kith_svg *s, const char *title)
{
    put(s, "<title>");
    put_escaped(s, title);
    put(s, "</title>");
}

kith_status kith_svg_begin(kith_svg *s, const char *path, double width, double height,
                           const char *title, kith_error *err)
{
    KITH_TRY(kith_writer_open(path, &s->out, err));
    put(s, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
    put_attribute(s, "width", width);
    put_attribute(s, "height", height);
    put(s, " viewBox=\"0 0 ");
    put_pair(s, width, height);
    put(s, "\">\n");
    put_title(s, title);
    put(s, "\n");
    put(s, style);
    kith_svg_rect(s, "page", 0, 0, width, height);
    return KITH_OK;
}

kith_status kith_svg_end(kith_svg *s, kith_error *err)
{
    put(s, "</svg>\n");
    return kith_writer_commit(&s->out, err);
}

void kith_svg_line(kith_svg *s, const char *looks, double x1, double y1, double x2, double y2)
{
    (void)kith_writer_print(s->out, NULL, "<line class=\"%s\"", looks);
    put_attribute(s, "x1", x1);
    put_attribute(s, "y1", y1);
    put_attribute(s, "x2", x2);
    put_attribute(s, "y2", y2);
    put(s, "/>\n");
}

void kith_svg_rect(kith_svg *s, const char *looks, double x, double y, double width, double height)
{
    (void)kith_writer_print(s->out, NULL, "<rect class=\"%s\"", looks);
    put_attribute(s, "x", x);
    put_attribute(s, "y", y);
    put_attribute(s, "width", width);
    put_attribute(s, "height", height);
    put(s, "/>\n");
}

/* Corners in units of the radius, so that all shapes look about as large as the circle. */
typedef struct corner {
    double x, y;
} corner;

static const corner square[] = {{-.88, -.88}, {.88, -.88}, {.88, .88}, {-.88, .88}};
static const corner triangle[] = {{0, -1.25}, {1.15, .8}, {-1.15, .8}};
static const corner diamond[] = {{0, -1.3}, {1.3, 0}, {0, 1.3}, {-1.3, 0}};
static const corner cross[] = {{-1.2, -.8}, {-.8, -1.2}, {0, -.4},   {.8, -1.2},
                               {1.2, -.8},  {.4, 0},     {1.2, .8},  {.8, 1.2},
                               {0, .4},     {-.8, 1.2},  {-1.2, .8}, {-.4, 0}};

static void put_corners(kith_svg *s, const corner *at, size_t n, double x, double y, double radius)
{
    for (size_t i = 0; i < n; i++) {
        put(s, i == 0 ? "M" : "L");
        put_pair(s, x + radius * at[i].x, y + radius * at[i].y);
    }
    put(s, "z\"/>\n");
}

void kith_svg_mark(kith_svg *s, size_t colour, size_t shape, double x, double y, double radius)
{
    static const struct {
        const corner *at;
        size_t n;
    } shapes[KITH_SVG_SHAPES] = {{NULL, 0}, {square, 4}, {triangle, 3}, {diamond, 4}, {cross, 12}};
    colour %= KITH_SVG_COLOURS;
    shape %= KITH_SVG_SHAPES;
    if (shapes[shape].n > 0) {
        (void)kith_writer_print(s->out, NULL, "<path class=\"mark c%zu\" d=\"", colour);
        put_corners(s, shapes[shape].at, shapes[shape].n, x, y, radius);
        return;
    }
    (void)kith_writer_print(s->out, NULL, "<circle class=\"mark c%zu\"", colour);
    put_attribute(s, "cx", x);
    put_attribute(s, "cy", y);
    put_attribute(s, "r", radius);
    put(s, "/>\n");
}

void kith_svg_text(kith_svg *s, const char *looks, const char *anchor, double x, double y,
                   const char *text)
{
    (void)kith_writer_print(s->out, NULL, "<text class=\"%s\" text-anchor=\"%s\"", looks, anchor);
    put_attribute(s, "x", x);
    put_attribute(s, "y", y);
    put(s, ">");
    put_escaped(s, text);
    put(s, "</text>\n");
}

void kith_svg_path_begin(kith_svg *s, const char *looks, size_t colour, size_t dash)
{
    (void)kith_writer_print(s->out, NULL, "<path class=\"%s c%zu d%zu\" d=\"", looks,
                            colour % KITH_SVG_COLOURS, dash % KITH_SVG_DASHES);
}

void kith_svg_path_move(kith_svg *s, double x, double y)
{
    put(s, "M");
    put_pair(s, x, y);
}

void kith_svg_path_to(kith_svg *s, double x, double y)
{
    put(s, "L");
    put_pair(s, x, y);
}

void kith_svg_path_rect(kith_svg *s, double x, double y, double width, double height)
{
    kith_svg_path_move(s, x, y);
    put(s, "H");
    put_number(s, x + width);
    put(s, "V");
    put_number(s, y + height);
    put(s, "H");
    put_number(s, x);
    put(s, "z");
}

void kith_svg_path_end(kith_svg *s, const char *name)
{
    put(s, "\">");
    if (name != NULL)
        put_title(s, name);
    put(s, "</path>\n");
}
