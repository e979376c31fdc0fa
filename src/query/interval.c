/*
 * How far a score may be from what more questions would give.
 *
 * Wilson's interval of a share stays within 0..1 and holds for few questions and for shares near
 * its ends, where the usual p +- 2 sd does not. Correlations are compared on the scale of atanh,
 * where their spread does not depend on them; that of ranks is wider by 1 + r^2 / 2.
 */
#include <math.h>

#include "kith.h"

static const double z = 1.959963984540054; /* the normal distribution's 97.5 % point */

kith_interval kith_share_interval(uint64_t right, uint64_t asked)
{
    if (asked == 0)
        return (kith_interval){NAN, NAN};
    const double n = (double)asked, p = (double)right / n;
    const double middle = p + z * z / (2 * n), wide = 1 + z * z / n;
    const double half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return (kith_interval){fmax(0, (middle - half) / wide), fmin(1, (middle + half) / wide)};
}

kith_interval kith_correlation_interval(double r, uint64_t pairs, bool ranks)
{
    if (pairs < 4 || !(fabs(r) <= 1))
        return (kith_interval){NAN, NAN};
    const double variance = (ranks ? 1 + r * r / 2 : 1) / ((double)pairs - 3);
    const double half = z * sqrt(variance);
    return (kith_interval){tanh(atanh(r) - half), tanh(atanh(r) + half)};
}
