/*
 * Images moved a little each time they are seen, their labels kept: shifted, turned, scaled,
 * mirrored. For training rows only; scaling of features comes after it, where the background is
 * still one number.
 *
 * How an image is moved is a function of (seed, epoch, row), so neither threads nor the order of
 * rows change it.
 */
#ifndef KITH_TRAIN_AUGMENT_H
#define KITH_TRAIN_AUGMENT_H

#include "base/status.h"
#include "kern/real.h"

/* How far images may be moved; all zero: not at all. */
typedef struct kith_augment {
    double shift;  /* pixels, each way */
    double rotate; /* degrees, each way */
    double scale;  /* the size is between 1 - scale and 1 + scale */
    bool flip;     /* every other image, by luck, is mirrored left to right */
} kith_augment;

/* "shift=2,rotate=10,scale=0.1,flip", any of them; KITH_ERR_USAGE says what is valid. */
kith_status kith_augment_parse(const char *text, kith_augment *out, kith_error *err);

/* Whether any image may be moved. */
bool kith_augment_moves(const kith_augment *a);

/* One way of moving an image: mirrored, then turned and scaled about its middle, then shifted. */
typedef struct kith_warp {
    double right, down; /* pixels */
    double degrees;     /* counter-clockwise */
    double size;        /* 1 keeps it */
    bool mirrored;
} kith_warp;

/* Uniform draws within the bounds of `a`. */
kith_warp kith_augment_draw(const kith_augment *a, uint64_t seed, uint64_t epoch, uint64_t row);
/*
 * from, to [height][width], not the same. Bilinear; what lies outside is `background`. Whole pixels
 * and right angles (of squares) come out exactly.
 */
void kith_warp_image(const kith_warp *w, size_t height, size_t width, kith_real background,
                     const kith_real *from, kith_real *to);

#endif
