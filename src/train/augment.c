#include "train/augment.h"

#include <math.h>
#include <string.h>

#include "base/named.h"
#include "base/rng.h"

/* ------------------------------------------------------------------- text */

static const struct bound {
    const char *name;
    size_t offset;
    double most;
} bounds[] = {
    {"shift", offsetof(kith_augment, shift), 1000},
    {"rotate", offsetof(kith_augment, rotate), 180},
    {"scale", offsetof(kith_augment, scale), 0.9},
    {"flip", offsetof(kith_augment, flip), 0}, /* stands without a number */
};
enum { BOUNDS = sizeof bounds / sizeof *bounds };

static const char *bound_name(size_t i)
{
    return i < BOUNDS ? bounds[i].name : NULL;
}

static kith_status parse_bound(const char *item, size_t bytes, kith_augment *out, kith_error *err)
{
    const char *equals = memchr(item, '=', bytes);
    const size_t name = equals != NULL ? (size_t)(equals - item) : bytes;
    char most[KITH_REAL_CHARS];
    size_t i = 0;
    double value = 0;
    KITH_TRY(kith_named_find("augmentation", bound_name, item, name, &i, err));
    if (bounds[i].most == 0 && equals == NULL) {
        out->flip = true;
        return KITH_OK;
    }
    if (bounds[i].most == 0)
        return kith_fail(err, KITH_ERR_USAGE, "flip takes no number");
    kith_format_double(bounds[i].most, most);
    if (equals == NULL || !kith_parse_real(equals + 1, bytes - name - 1, &value) ||
        !(value >= 0 && value <= bounds[i].most))
        return kith_fail(err, KITH_ERR_USAGE, "'%.*s': expected %s=N with N from 0 to %s",
                         (int)(bytes < 60 ? bytes : 60), item, bounds[i].name, most);
    memcpy((char *)out + bounds[i].offset, &value, sizeof value);
    return KITH_OK;
}

kith_status kith_augment_parse(const char *text, kith_augment *out, kith_error *err)
{
    *out = (kith_augment){0};
    for (const char *at = text; *at != '\0';) {
        const size_t bytes = strcspn(at, ",");
        KITH_TRY(parse_bound(at, bytes, out, err));
        at += bytes + (at[bytes] == ',' ? 1 : 0);
    }
    return KITH_OK;
}

bool kith_augment_moves(const kith_augment *a)
{
    return a->shift > 0 || a->rotate > 0 || a->scale > 0 || a->flip;
}

/* ------------------------------------------------------------------ draws */

/* Uniform in -bound..bound; 0 exactly where the bound is. */
static double within(double bound, uint64_t bits)
{
    return bound * (2 * kith_rng_unit(bits) - 1);
}

kith_warp kith_augment_draw(const kith_augment *a, uint64_t seed, uint64_t epoch, uint64_t row)
{
    const uint64_t key = kith_rng_key(seed, epoch, row, KITH_RNG_AUGMENT);
    return (kith_warp){
        .right = within(a->shift, kith_rng_at(key, 0)),
        .down = within(a->shift, kith_rng_at(key, 1)),
        .degrees = within(a->rotate, kith_rng_at(key, 2)),
        .size = 1 + within(a->scale, kith_rng_at(key, 3)),
        .mirrored = a->flip && kith_rng_unit(kith_rng_at(key, 4)) < 0.5,
    };
}

/* ------------------------------------------------------------------ pixels */

/* Right angles are exact, which cos(pi / 2) is not. */
static void turn(double degrees, double *sine, double *cosine)
{
    static const double right[] = {0, 1, 0, -1, 0};
    const double quarters = fmod(degrees, 360) / 90;
    const double whole = quarters < 0 ? quarters + 4 : quarters;
    if (whole == floor(whole)) {
        *sine = right[(int)whole % 4];
        *cosine = right[(int)whole % 4 + 1];
        return;
    }
    const double angle = degrees * 0.017453292519943295;
    *sine = sin(angle);
    *cosine = cos(angle);
}

typedef struct image {
    const kith_real *at;
    size_t height, width;
    double background;
} image;

static double pixel(const image *m, double row, double column)
{
    const bool inside =
        row >= 0 && column >= 0 && row < (double)m->height && column < (double)m->width;
    return inside ? (double)m->at[(size_t)row * m->width + (size_t)column] : m->background;
}

/* Between the four pixels around a place. */
static double sample(const image *m, double y, double x)
{
    const double row = floor(y), column = floor(x), down = y - row, right = x - column;
    const double above = pixel(m, row, column) * (1 - right) + pixel(m, row, column + 1) * right;
    const double below =
        pixel(m, row + 1, column) * (1 - right) + pixel(m, row + 1, column + 1) * right;
    return above * (1 - down) + below * down;
}

void kith_warp_image(const kith_warp *w, size_t height, size_t width, kith_real background,
                     const kith_real *from, kith_real *to)
{
    const image m = {from, height, width, (double)background};
    const double middle_y = ((double)height - 1) / 2, middle_x = ((double)width - 1) / 2;
    const double mirror = w->mirrored ? -1 : 1;
    double sine = 0, cosine = 1;
    turn(w->degrees, &sine, &cosine);
    for (size_t row = 0; row < height; row++)
        for (size_t column = 0; column < width; column++) {
            /* Each pixel asks where it came from: the moves backwards, the last one first. */
            const double y = ((double)row - middle_y - w->down) / w->size;
            const double x = ((double)column - middle_x - w->right) / w->size;
            const double from_y = x * sine + y * cosine;
            const double from_x = mirror * (x * cosine - y * sine);
            to[row * width + column] = (kith_real)sample(&m, from_y + middle_y, from_x + middle_x);
        }
}
