#define _POSIX_C_SOURCE 200809L
#include "text_help.h"

kith_config *text_config(const char *name, ...)
{
    kith_error err;
    kith_config *config;
    const kith_option_table table = kith_text_options();
    /* The configuration borrows the options, not the table that names them. */
    check_ok(kith_config_new(&table, 1, &config, &err));
    va_list list;
    va_start(list, name);
    for (; name != NULL; name = va_arg(list, const char *))
        check_ok(kith_config_set(config, name, va_arg(list, const char *), &err));
    va_end(list);
    return config;
}

static char *read_all(FILE *f, size_t *size)
{
    size_t room = 1 << 16;
    char *text = malloc(room);
    assert_non_null(text);
    *size = 0;
    for (size_t got; (got = fread(text + *size, 1, room - *size - 1, f)) > 0;) {
        *size += got;
        if (room - *size < 2) {
            text = realloc(text, room *= 2);
            assert_non_null(text);
        }
    }
    text[*size] = '\0';
    return text;
}

char *shell_counts(const char *files, size_t *size)
{
    static const char shell[] =
        "for f in %s; do cat $f; echo; done | tr -s ' \\t\\n\\v\\f\\r' '\\n' |"
        " LC_ALL=C grep -a . | LC_ALL=C sort | LC_ALL=C uniq -c |"
        " LC_ALL=C sort -s -k1,1nr | LC_ALL=C sed 's/^ *//'";
    char command[1024];
    snprintf(command, sizeof command, shell, files);
    FILE *f = popen(command, "r");
    assert_non_null(f);
    char *text = read_all(f, size);
    assert_int_equal(pclose(f), 0);
    return text;
}

char *vocab_counts(const kith_vocab *v, size_t *size)
{
    char *text;
    FILE *f = open_memstream(&text, size);
    assert_non_null(f);
    for (uint64_t id = 0; id < kith_vocab_size(v); id++) {
        size_t bytes;
        const char *word = kith_vocab_word(v, id, &bytes);
        fprintf(f, "%llu ", (unsigned long long)kith_vocab_word_count(v, id));
        fwrite(word, 1, bytes, f);
        fputc('\n', f);
    }
    assert_int_equal(fclose(f), 0);
    return text;
}
