/* Questions one by one; see eval_each.h. */
#include "eval_each.h"

#include "json.h"
#include "print.h"

/* Where a line comes from: its first columns. */
static void print_place(const each_question *e, uint64_t line)
{
    if (e->many) {
        print_text(stdout, e->subject->path);
        putchar('\t');
    }
    print_text(stdout, e->path);
    printf("\t%llu\t", (unsigned long long)line);
}

static json json_place(const each_question *e, const char *kind, uint64_t line)
{
    json j = json_begin_line(stdout);
    json_text(&j, "model", e->subject->path);
    json_text(&j, kind, e->path);
    json_count(&j, "line", line);
    return j;
}

/* Takes the next word off the text, as a column or as an element. */
static void take_word(const char **at, const char *end, json *j)
{
    const char *from = *at;
    while (from < end && (*from == ' ' || *from == '\t'))
        from++;
    const char *to = from;
    while (to < end && *to != ' ' && *to != '\t')
        to++;
    if (j != NULL)
        json_string(j, NULL, from, (size_t)(to - from));
    else
        print_bytes(stdout, from, (size_t)(to - from));
    *at = to;
}

static const char *outcome_of(const kith_analogy_outcome *o)
{
    return !o->known ? "missing" : o->right ? "right" : "wrong";
}

void each_header_analogies(const each_question *e)
{
    printf("%sfile\tline\tsection\ta\tb\tc\texpected\tanswer\tscore\toutcome\n",
           e->many ? "model\t" : "");
}

static const char *answer_of(const each_question *e, uint64_t row, size_t *bytes)
{
    *bytes = 0;
    return row == UINT64_MAX ? "" : kith_vectors_word(e->subject->vectors, row, bytes);
}

static void json_analogy(const each_question *e, const kith_analogy_outcome *o)
{
    json j = json_place(e, "analogies", o->line);
    const char *at = o->words;
    size_t bytes;
    const char *answer = answer_of(e, o->answer, &bytes);
    json_text(&j, "section", o->section);
    json_begin_array(&j, "words");
    for (int i = 0; i < 4; i++)
        take_word(&at, o->words + o->bytes, &j);
    json_end_array(&j);
    json_string(&j, "answer", answer, bytes);
    json_float(&j, "score", o->score);
    json_text(&j, "outcome", outcome_of(o));
    json_end_line(&j);
}

kith_status each_analogy(void *self, const kith_analogy_outcome *o, kith_error *err)
{
    const each_question *e = self;
    (void)err;
    if (e->json) {
        json_analogy(e, o);
        return KITH_OK;
    }
    const char *at = o->words;
    size_t bytes;
    const char *answer = answer_of(e, o->answer, &bytes);
    print_place(e, o->line);
    print_text(stdout, o->section);
    for (int i = 0; i < 4; i++) {
        putchar('\t');
        take_word(&at, o->words + o->bytes, NULL);
    }
    putchar('\t');
    print_bytes(stdout, answer, bytes);
    putchar('\t');
    if (bytes > 0)
        print_fixed(stdout, (double)o->score, 4);
    printf("\t%s\n", outcome_of(o));
    return KITH_OK;
}

void each_header_pairs(const each_question *e)
{
    printf("%sfile\tline\ta\tb\tscore\tcosine\toutcome\n", e->many ? "model\t" : "");
}

static void json_pair(const each_question *e, const kith_pair_outcome *o)
{
    json j = json_place(e, "pairs", o->line);
    json_begin_array(&j, "words");
    json_string(&j, NULL, o->a, o->a_bytes);
    json_string(&j, NULL, o->b, o->b_bytes);
    json_end_array(&j);
    json_double(&j, "score", o->human);
    json_double(&j, "cosine", o->cosine);
    json_text(&j, "outcome", o->known ? "compared" : "missing");
    json_end_line(&j);
}

kith_status each_pair(void *self, const kith_pair_outcome *o, kith_error *err)
{
    const each_question *e = self;
    char human[KITH_REAL_CHARS];
    (void)err;
    if (e->json) {
        json_pair(e, o);
        return KITH_OK;
    }
    print_place(e, o->line);
    print_bytes(stdout, o->a, o->a_bytes);
    putchar('\t');
    print_bytes(stdout, o->b, o->b_bytes);
    printf("\t%.*s\t", (int)kith_format_double(o->human, human), human);
    if (o->known)
        print_fixed(stdout, o->cosine, 4);
    printf("\t%s\n", o->known ? "compared" : "missing");
    return KITH_OK;
}
