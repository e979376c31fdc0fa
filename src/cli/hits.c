/* Answers of a search; see hits.h. */
#include "hits.h"

#include "print.h"

hits_style hits_style_of(const args *a, const question *label)
{
    if (args_fasttext(a))
        return (hits_style){.part = ' '};
    return (hits_style){.label = label, .part = '\t', .decimals = 4};
}

void hits_print(const kith_vectors *v, const hits_style *style, const kith_hit *hit, size_t found)
{
    for (size_t i = 0; i < found; i++) {
        size_t bytes;
        const char *word = kith_vectors_word(v, hit[i].row, &bytes);
        if (style->label != NULL)
            ask_label(style->label);
        print_bytes(stdout, word, bytes);
        putchar(style->part);
        if (style->decimals > 0)
            print_fixed(stdout, (double)hit[i].score, style->decimals);
        else
            printf("%g", (double)hit[i].score);
        putchar('\n');
    }
}

void hits_json(json *j, const kith_vectors *v, const char *score, const kith_hit *hit, size_t found)
{
    json_begin_array(j, "answers");
    for (size_t i = 0; i < found; i++) {
        size_t bytes;
        const char *word = kith_vectors_word(v, hit[i].row, &bytes);
        json_begin_object(j, NULL);
        json_string(j, "word", word, bytes);
        json_float(j, score, hit[i].score);
        json_end_object(j);
    }
    json_end_array(j);
}
