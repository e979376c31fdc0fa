#include "task/fit.h"

#include <math.h>
#include <stdio.h>

kith_fit kith_fit_tell(double first, double trained, double held_out, char *text, size_t room)
{
    const double gap = held_out - trained;
    text[0] = '\0';
    if (!isfinite(first) || !isfinite(trained) || !isfinite(held_out))
        return KITH_FIT_FINE;
    if (held_out > 1.5 * trained && gap > first / 20) {
        snprintf(text, room,
                 "overfitting (variance): more rows, --patience or fewer --epochs; of a net also "
                 "dropout, l2 or fewer units");
        return KITH_FIT_OVER;
    }
    if (trained > first / 2) {
        snprintf(
            text, room,
            "underfitting (bias), or rows that say little: more --epochs or another --lr; of a "
            "net also more units");
        return KITH_FIT_UNDER;
    }
    return KITH_FIT_FINE;
}
