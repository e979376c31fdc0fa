/*
 * Numbers as other programs store them in arrays: whole or floating, of 1 to 8 bytes, either end
 * first.
 */
#ifndef KITH_FILE_ELEMENTS_H
#define KITH_FILE_ELEMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum kith_element_kind {
    KITH_ELEMENT_UNSIGNED,
    KITH_ELEMENT_SIGNED,
    KITH_ELEMENT_FLOAT /* IEEE: 2, 4 or 8 bytes */
} kith_element_kind;

typedef struct kith_element {
    kith_element_kind kind;
    unsigned bytes; /* 1, 2, 4 or 8 */
    bool big;       /* the highest byte comes first */
} kith_element;

/* `count` numbers at `from`, unaligned, as doubles; 64-bit ones are rounded to the nearest. */
void kith_elements_widen(const kith_element *e, const unsigned char *from, size_t count,
                         double *to);
/* IEEE half to float; exact. */
float kith_half_widen(uint16_t half);
/* Float to the nearest IEEE half, of two the even one; too large ones become Inf. */
uint16_t kith_half_narrow(float value);

#endif
