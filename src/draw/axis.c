/* Ticks and places; see axis.h. */
#include "draw/axis.h"

#include <math.h>
#include <stdio.h>

/* What rounding may take from a value that is a tick. */
static const double slack = 1e-9;

bool kith_range_takes(double value)
{
    return fabs(value) <= 1e100;
}

void kith_range_add(kith_range *r, double value)
{
    if (!kith_range_takes(value))
        return;
    r->least = r->any && r->least < value ? r->least : value;
    r->most = r->any && r->most > value ? r->most : value;
    r->any = true;
}

/* digits * 10^exponent, correctly rounded. */
static double decimal(long long digits, int exponent)
{
    char text[48];
    double value = 0;
    const int bytes = snprintf(text, sizeof text, "%llde%d", digits, exponent);
    (void)kith_parse_real(text, (size_t)bytes, &value); /* a number by its making */
    return value;
}

/* As the shortest decimal; "2.5e7" from a million on, where zeros no longer fit beside the axis. */
static void write_label(double value, long long digits, int exponent, char label[KITH_REAL_CHARS])
{
    if (fabs(value) < 1e6) {
        kith_format_double(value, label);
        return;
    }
    int behind = 0;
    for (long long left = digits; left / 10 != 0; left /= 10)
        behind++;
    const size_t bytes = kith_format_double(decimal(digits, -behind), label);
    snprintf(label + bytes, KITH_REAL_CHARS - bytes, "e%d", exponent + behind);
}

static void add_tick(kith_axis *a, long long digits, int exponent)
{
    if (a->ticks == KITH_TICKS)
        return;
    a->tick[a->ticks] = decimal(digits, exponent);
    write_label(a->tick[a->ticks], digits, exponent, a->label[a->ticks]);
    a->ticks++;
}

/* A step of 1, 2 or 5 times 10^exponent. */
typedef struct step {
    int digit, exponent;
} step;

static step nice_step(double least, bool whole)
{
    const int exponent = (int)floor(log10(least) + slack);
    const double leading = least / pow(10, exponent);
    if (whole && least <= 1)
        return (step){1, 0};
    if (leading <= 1 + slack)
        return (step){1, exponent};
    if (leading <= 2 + slack)
        return (step){2, exponent};
    if (leading <= 5 + slack)
        return (step){5, exponent};
    return (step){1, exponent + 1};
}

static void fit_linear(kith_axis *a, const kith_axis_wish *wish)
{
    const step s = nice_step((a->most - a->least) / wish->ticks, wish->whole);
    const double width = s.digit * pow(10, s.exponent);
    const double low = a->least / width, high = a->most / width;
    const double first = wish->loose ? floor(low + slack) : ceil(low - slack);
    const double last = wish->loose ? ceil(high - slack) : floor(high + slack);
    for (long long k = (long long)first; k <= (long long)last; k++)
        add_tick(a, k * s.digit, s.exponent);
}

/* Tick number i of a logarithmic axis: .. 1 2 5 10 20 .., or `stride` > 0 decades apart. */
static step log_tick(int stride, int i)
{
    static const int digit[] = {1, 2, 5};
    const int third = (i % 3 + 3) % 3;
    return stride > 0 ? (step){1, i * stride} : (step){digit[third], (i - third) / 3};
}

/* The number of the first tick at or above 10^least. */
static int log_tick_from(int stride, double least)
{
    int i = (int)floor(stride > 0 ? least / stride : least * 3) - 3;
    for (;; i++) {
        const step s = log_tick(stride, i);
        if (log10(s.digit) + s.exponent >= least)
            return i;
    }
}

static void fit_logarithmic(kith_axis *a, const kith_axis_wish *wish)
{
    const double low = log10(a->least), high = log10(a->most);
    const int stride = high - low <= 2 ? 0 : (int)ceil((high - low) / wish->ticks);
    const int first =
        wish->loose ? log_tick_from(stride, low + slack) - 1 : log_tick_from(stride, low - slack);
    const int last =
        wish->loose ? log_tick_from(stride, high - slack) : log_tick_from(stride, high + slack) - 1;
    for (int i = first; i <= last; i++) {
        const step s = log_tick(stride, i);
        add_tick(a, s.digit, s.exponent);
    }
}

/* Room around a single value, and around values too near each other to tell them by a double. */
static void widen(kith_axis *a, bool whole)
{
    const double size = fmax(fabs(a->least), fabs(a->most));
    if (a->most - a->least > fmax(size * 1e-9, 1e-290))
        return;
    const bool by_one = whole && size < 1e9 && a->kind == KITH_LINEAR;
    const double room = by_one ? 1 : size > 1e-290 ? size / 2 : 0.5;
    a->least -= room;
    a->most += room;
}

void kith_axis_fit(kith_axis *a, const kith_range *r, const kith_axis_wish *wish)
{
    const bool log = wish->kind == KITH_LOGARITHMIC && r->any && r->least >= 1e-100;
    a->kind = log ? KITH_LOGARITHMIC : KITH_LINEAR;
    a->least = r->any ? r->least : 0;
    a->most = r->any ? r->most : 1;
    a->ticks = 0;
    widen(a, wish->whole);
    if (log)
        fit_logarithmic(a, wish);
    else
        fit_linear(a, wish);
    if (wish->loose && a->ticks > 1) {
        a->least = fmin(a->least, a->tick[0]);
        a->most = fmax(a->most, a->tick[a->ticks - 1]);
    }
}

double kith_axis_place(const kith_axis *a, double value)
{
    double share = (value - a->least) / (a->most - a->least);
    if (a->kind == KITH_LOGARITHMIC)
        share = log(value / a->least) / log(a->most / a->least);
    return a->from + share * (a->to - a->from);
}
