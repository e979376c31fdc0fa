/*
 * Floats as text: most have their digits behind a point or a few in front of it, and those are
 * copied whole, without a look at how many there are.
 */
#include "base/decimal.h"

#include <math.h>
#include <string.h>

#include "base/digits.h"
#include "kith.h"

const uint64_t kith_decimal_powers[] = {
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

/* As kith_digits_put for -4 < point < 8; the bytes behind the number are spoilt. */
static size_t put_near(const kith_decimals *d, size_t i, char *out)
{
    const uint64_t eight = (uint64_t)d->second[i] << 32 | d->first[i];
    const int point = d->point[i], count = d->count[i];
    if (point <= 0) {
        memcpy(out, "0.000", 5);
        memcpy(out + 2 - point, &eight, sizeof eight);
        out[10 - point] = (char)d->ninth[i];
        return (size_t)2 - (size_t)point + (size_t)count;
    }
    const uint64_t behind = eight >> 8 * point;
    memcpy(out, &eight, sizeof eight);
    memcpy(out + point + 1, &behind, sizeof behind);
    out[9] = (char)d->ninth[i];
    out[point] = '.';
    return count > point ? (size_t)count + 1 : (size_t)point;
}

static size_t put_far(const kith_decimals *d, size_t i, char *out)
{
    kith_digits digits = {.count = d->count[i], .point = d->point[i]};
    memcpy(digits.text, &d->first[i], 4);
    memcpy(digits.text + 4, &d->second[i], 4);
    digits.text[8] = (char)d->ninth[i];
    return kith_digits_put(&digits, out);
}

static inline char *put(const kith_decimals *d, size_t i, uint32_t bits, char *out)
{
    const uint32_t infinity = 0x7F800000, magnitude = bits & 0x7FFFFFFF;
    *out = '-';
    out += bits > magnitude && magnitude <= infinity; /* no branch: signs cannot be foreseen */
    if (magnitude == 0 || magnitude >= infinity) {
        float value;
        memcpy(&value, &magnitude, sizeof value);
        return out + kith_digits_put_special((double)value, out);
    }
    return out + (d->point[i] > -4 && d->point[i] < 8 ? put_near(d, i, out) : put_far(d, i, out));
}

char *kith_decimals_put(const kith_decimals *d, const uint32_t *bits, size_t n, char separator,
                        char *out)
{
    for (size_t i = 0; i < n; i++) {
        out = put(d, i, bits[i], out);
        *out++ = separator;
    }
    return out;
}

size_t kith_format_float(float value, char text[KITH_REAL_CHARS])
{
    uint32_t bits;
    kith_decimals d;
    memcpy(&bits, &value, sizeof bits);
    kith_decimals_of(&bits, 1, &d);
    return (size_t)(kith_decimals_put(&d, &bits, 1, '\0', text) - text) - 1;
}
