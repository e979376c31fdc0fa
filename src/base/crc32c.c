/*
 * CRC32C, eight bytes at a time: by the processor's instruction where there is one, else by eight
 * tables ("slicing by 8", Kounavis & Berry 2005).
 *
 * A CRC is linear over GF(2), so each table entry is the xor of up to eight of the 64 constants
 * below (bit b of a byte with k bytes behind it), and the preprocessor can fill the tables.
 */
#include "base/hash.h"

#include <string.h>

#if defined(__x86_64__)
#define HAVE_INSTRUCTION 1
#else
#define HAVE_INSTRUCTION 0
#endif

#define BIT(i, b, c) ((i) >> (b)&1 ? (c) : 0u)
#define ENTRY(i, c0, c1, c2, c3, c4, c5, c6, c7)                                                   \
    (BIT(i, 0, c0) ^ BIT(i, 1, c1) ^ BIT(i, 2, c2) ^ BIT(i, 3, c3) ^ BIT(i, 4, c4) ^               \
     BIT(i, 5, c5) ^ BIT(i, 6, c6) ^ BIT(i, 7, c7))
#define FOUR(i, ...)                                                                               \
    ENTRY(i, __VA_ARGS__), ENTRY((i) + 1, __VA_ARGS__), ENTRY((i) + 2, __VA_ARGS__),               \
        ENTRY((i) + 3, __VA_ARGS__)
#define SIXTEEN(i, ...)                                                                            \
    FOUR(i, __VA_ARGS__), FOUR((i) + 4, __VA_ARGS__), FOUR((i) + 8, __VA_ARGS__),                  \
        FOUR((i) + 12, __VA_ARGS__)
#define SIXTY_FOUR(i, ...)                                                                         \
    SIXTEEN(i, __VA_ARGS__), SIXTEEN((i) + 16, __VA_ARGS__), SIXTEEN((i) + 32, __VA_ARGS__),       \
        SIXTEEN((i) + 48, __VA_ARGS__)
#define TABLE(...)                                                                                 \
    {                                                                                              \
        SIXTY_FOUR(0, __VA_ARGS__), SIXTY_FOUR(64, __VA_ARGS__), SIXTY_FOUR(128, __VA_ARGS__),     \
            SIXTY_FOUR(192, __VA_ARGS__)                                                           \
    }

static const uint32_t table[8][256] = {
    TABLE(0xF26B8303, 0xE13B70F7, 0xC79A971F, 0x8AD958CF, 0x105EC76F, 0x20BD8EDE, 0x417B1DBC,
          0x82F63B78),
    TABLE(0x13A29877, 0x274530EE, 0x4E8A61DC, 0x9D14C3B8, 0x3FC5F181, 0x7F8BE302, 0xFF17C604,
          0xFBC3FAF9),
    TABLE(0xA541927E, 0x4F6F520D, 0x9EDEA41A, 0x38513EC5, 0x70A27D8A, 0xE144FB14, 0xC76580D9,
          0x8B277743),
    TABLE(0xDD45AAB8, 0xBF672381, 0x7B2231F3, 0xF64463E6, 0xE964B13D, 0xD725148B, 0xABA65FE7,
          0x52A0C93F),
    TABLE(0x38116FAC, 0x7022DF58, 0xE045BEB0, 0xC5670B91, 0x8F2261D3, 0x1BA8B557, 0x37516AAE,
          0x6EA2D55C),
    TABLE(0xEF306B19, 0xDB8CA0C3, 0xB2F53777, 0x6006181F, 0xC00C303E, 0x85F4168D, 0x0E045BEB,
          0x1C08B7D6),
    TABLE(0x68032CC8, 0xD0065990, 0xA5E0C5D1, 0x4E2DFD53, 0x9C5BFAA6, 0x3D5B83BD, 0x7AB7077A,
          0xF56E0EF4),
    TABLE(0x493C7D27, 0x9278FA4E, 0x211D826D, 0x423B04DA, 0x847609B4, 0x0D006599, 0x1A00CB32,
          0x34019664),
};

static uint32_t by_bytes(uint32_t crc, const unsigned char *p, size_t size)
{
    for (; size > 0; size--, p++)
        crc = crc >> 8 ^ table[0][(crc ^ *p) & 255];
    return crc;
}

static uint32_t by_tables(uint32_t crc, const unsigned char *p, size_t size)
{
    for (; size >= 8; size -= 8, p += 8) {
        crc ^= (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
        crc = table[7][crc & 255] ^ table[6][crc >> 8 & 255] ^ table[5][crc >> 16 & 255] ^
              table[4][crc >> 24] ^ table[3][p[4]] ^ table[2][p[5]] ^ table[1][p[6]] ^
              table[0][p[7]];
    }
    return by_bytes(crc, p, size);
}

#if HAVE_INSTRUCTION
__attribute__((target("sse4.2"))) static uint32_t
by_instruction(uint32_t crc, const unsigned char *p, size_t size)
{
    uint64_t state = crc;
    for (; size >= 8; size -= 8, p += 8) {
        uint64_t eight;
        memcpy(&eight, p, sizeof eight);
        state = __builtin_ia32_crc32di(state, eight);
    }
    return by_bytes((uint32_t)state, p, size);
}
#endif

uint32_t kith_crc32c_portable(uint32_t crc, const void *bytes, size_t size)
{
    return ~by_tables(~crc, bytes, size);
}

uint32_t kith_crc32c(uint32_t crc, const void *bytes, size_t size)
{
#if HAVE_INSTRUCTION
    if (__builtin_cpu_supports("sse4.2"))
        return ~by_instruction(~crc, bytes, size);
#endif
    return kith_crc32c_portable(crc, bytes, size);
}
