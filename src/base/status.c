/*
 * Failure as one line of text. Names of files come from outside and may hold anything, so control
 * bytes are shown as '?' : a message stays one line and cannot drive a terminal.
 */
#include "base/status.h"

#include <errno.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A message that was cut ends in "..." so that nobody reads half a name as the whole. */
static void mark_cut(char *text, size_t room)
{
    memcpy(text + room - 4, "...", 4);
}

static void keep_on_one_line(char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = '?';
}

kith_status kith_fail(kith_error *err, kith_status status, const char *format, ...)
{
    if (err == NULL)
        return status;
    err->status = status;
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    if (length < 0)
        err->text[0] = '\0';
    else if ((size_t)length >= sizeof err->text)
        mark_cut(err->text, sizeof err->text);
    keep_on_one_line(err->text);
    return status;
}

kith_status kith_fail_memory(kith_error *err, const char *what, uint64_t bytes)
{
    return kith_fail(err, KITH_ERR_MEMORY, "out of memory: %s needs %llu bytes", what,
                     (unsigned long long)bytes);
}

kith_status kith_fail_errno(kith_error *err, kith_status status, const char *what, const char *path)
{
    const int code = errno;
    /* The C locale: a message must not depend on what the host program has set. */
    const locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (plain == (locale_t)0)
        return kith_fail(err, status, "%s: %s: error %d", path, what, code);
    kith_fail(err, status, "%s: %s: %s", path, what, strerror_l(code, plain));
    freelocale(plain);
    return status;
}

const char *kith_version(void)
{
    return KITH_VERSION;
}
