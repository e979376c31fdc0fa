/*
 * The shortest decimals of a block of floats: base/decimal.h as vectors of this ISA.
 */
#ifndef KITH_KERN_BODY_DECIMAL_H
#define KITH_KERN_BODY_DECIMAL_H

#include <string.h>

#include "base/decimal.h"

static void decimals(const uint32_t bits[KITH_DECIMALS], kith_decimals *d)
{
    uint32_t own[KITH_DECIMALS]; /* the loops need to know that nothing they write changes it */
    memcpy(own, bits, sizeof own);
    kith_decimals_of(own, KITH_DECIMALS, d);
}

#endif
