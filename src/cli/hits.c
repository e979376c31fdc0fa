/* Answers of a search; see hits.h. */
#include "hits.h"

#include "print.h"

void hits_print(const kith_vectors *v, const question *label, const kith_hit *hit, size_t found)
{
    hits_print_fixed(v, label, hit, found, 4);
}

void hits_print_fixed(const kith_vectors *v, const question *label, const kith_hit *hit,
                      size_t found, int decimals)
{
    for (size_t i = 0; i < found; i++) {
        size_t bytes;
        const char *word = kith_vectors_word(v, hit[i].row, &bytes);
        if (label != NULL)
            ask_label(label);
        print_bytes(stdout, word, bytes);
        putchar('\t');
        print_fixed(stdout, (double)hit[i].score, decimals);
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
