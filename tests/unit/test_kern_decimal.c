/* Blocks of floats as text, on every ISA, are what each number alone is; test_format holds those
 * against printf and strtod. */
#include "check.h"

#include "base/rng.h"
#include "kern/kern.h"

/* Every block's text has its numbers in their order, each with the separator behind it. */
static void assert_block(const kith_kern *k, const uint32_t bits[KITH_DECIMALS])
{
    char text[KITH_DECIMALS * KITH_REAL_CHARS];
    kith_decimals d;
    k->decimals(bits, &d);
    char *end = kith_decimals_put(&d, bits, KITH_DECIMALS, '\n', text);
    char *at = text;
    for (size_t i = 0; i < KITH_DECIMALS; i++) {
        char *line = at;
        at = memchr(at, '\n', (size_t)(end - at));
        assert_non_null(at);
        *at++ = '\0';
        float value;
        char alone[KITH_REAL_CHARS];
        memcpy(&value, &bits[i], sizeof value);
        kith_format_float(value, alone);
        assert_string_equal(line, alone);
    }
    assert_ptr_equal(at, end);
}

static void numbers_of_every_size_on_every_isa(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    for (size_t t = kith_kern_all(tables); t-- > 0;)
        for (uint32_t block = 0; block < 300; block++) {
            uint32_t bits[KITH_DECIMALS];
            for (uint32_t i = 0; i < KITH_DECIMALS; i++)
                bits[i] = (uint32_t)kith_rng_at(5, block * KITH_DECIMALS + i);
            assert_block(tables[t], bits);
        }
}

/* Powers of two and of ten with their neighbours, the ends of the range, and what has no digits. */
static void the_edges_on_every_isa(void **state)
{
    (void)state;
    const kith_kern *tables[8];
    for (size_t t = kith_kern_all(tables); t-- > 0;)
        for (uint32_t sign = 0; sign < 2; sign++)
            for (uint32_t field = 0; field < 256; field++) {
                uint32_t bits[KITH_DECIMALS];
                const float ten = strtof((char[]){'1', 'e', '-', (char)('0' + field % 38 / 10),
                                                  (char)('0' + field % 38 % 10), 0},
                                         NULL);
                uint32_t near;
                memcpy(&near, &ten, sizeof near);
                for (uint32_t i = 0; i < KITH_DECIMALS; i++)
                    bits[i] =
                        sign << 31 | ((i < 32 ? (field << 23) + i : near + i - 48) & INT32_MAX);
                assert_block(tables[t], bits);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_every_size_on_every_isa),
        cmocka_unit_test(the_edges_on_every_isa),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
