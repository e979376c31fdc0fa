/* Words, numbers and messages; see print.h. */
#include "print.h"

#include <math.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Bytes of the control character that begins at text[0], 0 where none does: C0, DEL and C1. */
static size_t control_bytes(const unsigned char *text, size_t bytes)
{
    if (text[0] < 0x20 || text[0] == 0x7f)
        return 1;
    return bytes > 1 && text[0] == 0xc2 && text[1] < 0xa0 ? 2 : 0;
}

static void print_escaped(FILE *out, const unsigned char *text, size_t bytes)
{
    for (size_t i = 0; i < bytes;) {
        const size_t control = control_bytes(text + i, bytes - i);
        for (size_t c = 0; c < control; c++)
            fprintf(out, "\\x%02x", text[i + c]);
        if (control == 0)
            putc(text[i], out);
        i += control > 0 ? control : 1;
    }
}

void print_bytes(FILE *out, const char *text, size_t bytes)
{
    if (isatty(fileno(out)))
        print_escaped(out, (const unsigned char *)text, bytes);
    else
        fwrite(text, 1, bytes, out);
}

void print_text(FILE *out, const char *text)
{
    print_bytes(out, text, strlen(text));
}

void print_fixed(FILE *out, double value, int decimals)
{
    const double half = 0.5 * pow(10, -decimals);
    fprintf(out, "%.*f", decimals, fabs(value) < half ? 0.0 : value);
}

void print_quoted(FILE *out, const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-+=./,:@%";
    if (*text != '\0' && text[strspn(text, plain)] == '\0') {
        fputs(text, out);
        return;
    }
    putc('\'', out);
    for (; *text != '\0'; text++) {
        const size_t bytes = strcspn(text, "'");
        print_bytes(out, text, bytes);
        text += bytes;
        if (*text == '\0')
            break;
        fputs("'\\''", out);
    }
    putc('\'', out);
}

void print_message(const char *format, ...)
{
    char text[1024];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    fputs("kith: ", stderr);
    print_text(stderr, text);
    putc('\n', stderr);
}

const char *print_count(uint64_t n, char text[PRINT_COUNT_CHARS])
{
    char digits[24];
    const int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
    size_t used = 0;
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            text[used++] = ',';
        text[used++] = digits[i];
    }
    text[used] = '\0';
    return text;
}

const char *print_short(double value, char text[PRINT_COUNT_CHARS])
{
    static const char suffix[][2] = {"", "k", "M", "G", "T"};
    size_t power = 0;
    while (value >= 999.5 && power + 1 < sizeof suffix / sizeof *suffix) {
        value /= 1000;
        power++;
    }
    const int decimals = power == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    snprintf(text, PRINT_COUNT_CHARS, "%.*f%s", decimals, value, suffix[power]);
    return text;
}

const char *print_time(double seconds, char text[PRINT_COUNT_CHARS])
{
    const double most = 359999; /* 99:59:59 */
    const unsigned s = (unsigned)(seconds > 0 ? seconds < most ? seconds + 0.5 : most : 0);
    if (s >= 3600)
        snprintf(text, PRINT_COUNT_CHARS, "%u:%02u:%02u", s / 3600, s / 60 % 60, s % 60);
    else
        snprintf(text, PRINT_COUNT_CHARS, "%u:%02u", s / 60, s % 60);
    return text;
}

bool print_reader_gone(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&out, 1, 0) > 0 && (out.revents & (POLLERR | POLLHUP)) != 0;
}
