/*
 * Schubfach (Giulietti, "The Schubfach way to render doubles", 2020) for floats.
 *
 * The numbers that read back as v form an interval around it. Of the powers of ten that are no
 * longer than it, take the largest: a multiple of it lies inside, and at most one multiple of ten
 * times it does. So four candidates are enough, and they are compared in units of a quarter of that
 * power: products with a 64-bit approximation of 10^-k, cut to 32 bits with the last bit set where
 * anything was cut off ("rounded to odd"), which keeps every comparison exact.
 */
#include "base/shortest_float.h"

enum { LEAST_POWER = -31 }; /* of the table */

/* 10^-31 .. 10^45: the upper 64 bits, rounded up. */
static const uint64_t powers[] = {
    0x81CEB32C4B43FCF5, 0xA2425FF75E14FC32, 0xCAD2F7F5359A3B3F, 0xFD87B5F28300CA0E,
    0x9E74D1B791E07E49, 0xC612062576589DDB, 0xF79687AED3EEC552, 0x9ABE14CD44753B53,
    0xC16D9A0095928A28, 0xF1C90080BAF72CB2, 0x971DA05074DA7BEF, 0xBCE5086492111AEB,
    0xEC1E4A7DB69561A6, 0x9392EE8E921D5D08, 0xB877AA3236A4B44A, 0xE69594BEC44DE15C,
    0x901D7CF73AB0ACDA, 0xB424DC35095CD810, 0xE12E13424BB40E14, 0x8CBCCC096F5088CC,
    0xAFEBFF0BCB24AAFF, 0xDBE6FECEBDEDD5BF, 0x89705F4136B4A598, 0xABCC77118461CEFD,
    0xD6BF94D5E57A42BD, 0x8637BD05AF6C69B6, 0xA7C5AC471B478424, 0xD1B71758E219652C,
    0x83126E978D4FDF3C, 0xA3D70A3D70A3D70B, 0xCCCCCCCCCCCCCCCD, 0x8000000000000000,
    0xA000000000000000, 0xC800000000000000, 0xFA00000000000000, 0x9C40000000000000,
    0xC350000000000000, 0xF424000000000000, 0x9896800000000000, 0xBEBC200000000000,
    0xEE6B280000000000, 0x9502F90000000000, 0xBA43B74000000000, 0xE8D4A51000000000,
    0x9184E72A00000000, 0xB5E620F480000000, 0xE35FA931A0000000, 0x8E1BC9BF04000000,
    0xB1A2BC2EC5000000, 0xDE0B6B3A76400000, 0x8AC7230489E80000, 0xAD78EBC5AC620000,
    0xD8D726B7177A8000, 0x878678326EAC9000, 0xA968163F0A57B400, 0xD3C21BCECCEDA100,
    0x84595161401484A0, 0xA56FA5B99019A5C8, 0xCECB8F27F4200F3A, 0x813F3978F8940985,
    0xA18F07D736B90BE6, 0xC9F2C9CD04674EDF, 0xFC6F7C4045812297, 0x9DC5ADA82B70B59E,
    0xC5371912364CE306, 0xF684DF56C3E01BC7, 0x9A130B963A6C115D, 0xC097CE7BC90715B4,
    0xF0BDC21ABB48DB21, 0x96769950B50D88F5, 0xBC143FA4E250EB32, 0xEB194F8E1AE525FE,
    0x92EFD1B8D0CF37BF, 0xB7ABC627050305AE, 0xE596B7B0C643C71A, 0x8F7E32CE7BEA5C70,
    0xB35DBF821AE4F38C};

/* floor(log2(10^power)) for |power| <= 400. */
static int log2_power10(int power)
{
    return (power * 217706) >> 16;
}

/* floor(log10(2^exponent)), or of 3/4 of that where the interval is shorter below. */
static int log10_power2(int exponent, bool three_quarters)
{
    return (exponent * 1262611 - (three_quarters ? 524031 : 0)) >> 22;
}

/* value * power / 2^64, rounded to odd; value has at most 32 bits. */
static uint32_t scale(uint64_t power, uint32_t value)
{
    const uint64_t low = (power & UINT32_MAX) * value;
    const uint64_t product = (power >> 32) * value + (low >> 32);
    return (uint32_t)(product >> 32) | ((uint32_t)product > 1);
}

uint32_t kith_shortest_float(uint32_t significand, int exponent, bool near_below, int *power)
{
    const uint32_t odd = significand & 1; /* the ends of the interval read back only as even ones */
    const int k = log10_power2(exponent, near_below);
    const int shift = exponent + log2_power10(-k) + 1;
    const uint64_t factor = powers[-k - LEAST_POWER];
    const uint32_t below = scale(factor, (4 * significand - 2 + near_below) << shift) + odd;
    const uint32_t value = scale(factor, (4 * significand) << shift);
    const uint32_t above = scale(factor, (4 * significand + 2) << shift) - odd;
    const uint32_t whole = value / 4;
    const uint32_t tens = whole / 10;
    /* Which of the candidates it is cannot be foreseen: all are looked at, without a branch. */
    const bool down_ten = below <= 40 * tens;
    const bool up_ten = 40 * tens + 40 <= above;
    const bool down = below <= 4 * whole;
    const bool up = 4 * whole + 4 <= above;
    const uint32_t middle = 4 * whole + 2;
    const bool nearer = (value > middle) | ((value == middle) & ((whole & 1) != 0));
    const uint32_t ten = (uint32_t)((whole >= 10) & (down_ten != up_ten));
    const uint32_t unit = whole + (down != up ? up : nearer);
    *power = k + (int)ten;
    return ten != 0 ? tens + up_ten : unit;
}
