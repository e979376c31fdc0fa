/*
 * The number that weights, activations and gradients are made of: float, or double in the double
 * build, where gradients and closed forms are checked.
 */
#ifndef KITH_KERN_REAL_H
#define KITH_KERN_REAL_H

#ifdef KITH_DOUBLE
typedef double kith_real;
#else
typedef float kith_real;
#endif

#endif
