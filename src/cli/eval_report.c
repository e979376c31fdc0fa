/* Reports of evaluations; see eval_report.h. */
#include "eval_report.h"

#include "json.h"
#include "print.h"

#include <math.h>

static double share(const kith_analogy_score *s)
{
    return s->asked > 0 ? (double)s->right / (double)s->asked : (double)NAN;
}

static double unknown_share(const kith_pairs_report *r)
{
    return (double)r->missing / (double)r->asked;
}

static kith_interval of_share(const kith_analogy_score *s)
{
    return kith_share_interval(s->right, s->asked);
}

static kith_interval of_spearman(const kith_pairs_report *r)
{
    return kith_correlation_interval(r->spearman, r->pairs, true);
}

static kith_interval of_pearson(const kith_pairs_report *r)
{
    return kith_correlation_interval(r->pearson, r->pairs, false);
}

static void print_percent(double value)
{
    putchar('\t');
    print_fixed(stdout, 100 * value, 2);
}

static void print_interval(kith_interval i)
{
    print_percent(i.low);
    print_percent(i.high);
}

static void print_counts(uint64_t a, uint64_t b)
{
    printf("\t%llu\t%llu", (unsigned long long)a, (unsigned long long)b);
}

/* ---------------------------------------------------------------- one model */

static void print_score(const kith_analogy_score *s)
{
    print_text(stdout, s->name);
    printf("\t%llu", (unsigned long long)s->right);
    print_counts(s->asked, s->missing);
    print_percent(share(s));
    print_interval(of_share(s));
    putchar('\n');
}

void report_analogies(const kith_analogy_report *r)
{
    puts("section\tright\tasked\tmissing\tpercent\tlow\thigh");
    for (size_t i = 0; i < r->sections; i++)
        print_score(&r->section[i]);
    print_score(&r->semantic);
    print_score(&r->syntactic);
    print_score(&r->total);
}

void report_pairs(const char *path, const kith_pairs_report *r, bool header)
{
    if (header)
        puts("pairs\tcompared\tmissing\tspearman\tpearson\tspearman_low\tspearman_high\t"
             "pearson_low\tpearson_high\tunknown");
    print_text(stdout, path);
    print_counts(r->pairs, r->missing);
    print_percent(r->spearman);
    print_percent(r->pearson);
    print_interval(of_spearman(r));
    print_interval(of_pearson(r));
    print_percent(unknown_share(r));
    putchar('\n');
}

/* ------------------------------------------------------------- side by side */

void report_header(const subject *s, size_t count)
{
    fputs("file\tpart\tmeasure", stdout);
    for (size_t i = 0; i < count; i++) {
        putchar('\t');
        print_text(stdout, s[i].path);
    }
    putchar('\n');
}

/* The first columns of a row. */
static void begin_row(const char *path, const char *part, const char *measure)
{
    print_text(stdout, path);
    putchar('\t');
    print_text(stdout, part);
    printf("\t%s", measure);
}

/* The sections in order, then semantic, syntactic and total. */
enum { TOTALS = 3 };
static const kith_analogy_score *part_of(const kith_analogy_report *r, size_t part)
{
    const kith_analogy_score *const total[TOTALS] = {&r->semantic, &r->syntactic, &r->total};
    return part < r->sections ? &r->section[part] : total[part - r->sections];
}

static double low_of(const kith_analogy_score *s)
{
    return of_share(s).low;
}

static double high_of(const kith_analogy_score *s)
{
    return of_share(s).high;
}

static void print_part(const char *path, const kith_analogy_report *r, size_t count, size_t part,
                       const char *measure, double (*of)(const kith_analogy_score *s))
{
    begin_row(path, part_of(r, part)->name, measure);
    for (size_t i = 0; i < count; i++)
        print_percent(of(part_of(&r[i], part)));
    putchar('\n');
}

void report_analogies_beside(const char *path, const kith_analogy_report *r, size_t count)
{
    const size_t total = r->sections + TOTALS - 1;
    for (size_t part = 0; part <= total; part++)
        print_part(path, r, count, part, "percent", share);
    print_part(path, r, count, total, "low", low_of);
    print_part(path, r, count, total, "high", high_of);
    begin_row(path, r->total.name, "asked");
    for (size_t i = 0; i < count; i++)
        printf("\t%llu", (unsigned long long)r[i].total.asked);
    putchar('\n');
    begin_row(path, r->total.name, "missing");
    for (size_t i = 0; i < count; i++)
        printf("\t%llu", (unsigned long long)r[i].total.missing);
    putchar('\n');
}

static double spearman_of(const kith_pairs_report *r)
{
    return r->spearman;
}

static double spearman_low_of(const kith_pairs_report *r)
{
    return of_spearman(r).low;
}

static double spearman_high_of(const kith_pairs_report *r)
{
    return of_spearman(r).high;
}

static double pearson_of(const kith_pairs_report *r)
{
    return r->pearson;
}

void report_pairs_beside(const char *path, const kith_pairs_report *r, size_t count)
{
    static const struct {
        const char *measure;
        double (*of)(const kith_pairs_report *r);
    } row[] = {{"spearman", spearman_of},
               {"low", spearman_low_of},
               {"high", spearman_high_of},
               {"pearson", pearson_of},
               {"unknown", unknown_share}};
    for (size_t m = 0; m < sizeof row / sizeof *row; m++) {
        begin_row(path, "pairs", row[m].measure);
        for (size_t i = 0; i < count; i++)
            print_percent(row[m].of(&r[i]));
        putchar('\n');
    }
}

/* --------------------------------------------------------------------- JSON */

static void json_interval(json *j, const char *key, kith_interval i)
{
    json_begin_array(j, key);
    json_double(j, NULL, i.low);
    json_double(j, NULL, i.high);
    json_end_array(j);
}

static void json_score(json *j, const char *key, const kith_analogy_score *s)
{
    json_begin_object(j, key);
    if (key == NULL) {
        json_text(j, "name", s->name);
        json_bool(j, "semantic", s->semantic);
    }
    json_count(j, "right", s->right);
    json_count(j, "asked", s->asked);
    json_count(j, "missing", s->missing);
    json_double(j, "accuracy", share(s));
    json_interval(j, "interval", of_share(s));
    json_end_object(j);
}

void report_analogies_json(const args *a, const char *model, const char *path,
                           const kith_analogy_report *r)
{
    json j = json_begin_line(stdout);
    json_text(&j, "model", model);
    json_text(&j, "analogies", path);
    json_text(&j, "method", kith_config_text(a->config, "method"));
    json_count(&j, "top", args_count(a, "top"));
    json_text(&j, "oov", kith_config_text(a->config, "oov"));
    json_begin_array(&j, "sections");
    for (size_t i = 0; i < r->sections; i++)
        json_score(&j, NULL, &r->section[i]);
    json_end_array(&j);
    json_score(&j, "semantic", &r->semantic);
    json_score(&j, "syntactic", &r->syntactic);
    json_score(&j, "total", &r->total);
    json_end_line(&j);
}

void report_pairs_json(const char *model, const char *path, const kith_pairs_report *r)
{
    json j = json_begin_line(stdout);
    json_text(&j, "model", model);
    json_text(&j, "pairs", path);
    json_count(&j, "compared", r->pairs);
    json_count(&j, "missing", r->missing);
    json_double(&j, "unknown", unknown_share(r));
    json_double(&j, "spearman", r->spearman);
    json_interval(&j, "spearman_interval", of_spearman(r));
    json_double(&j, "pearson", r->pearson);
    json_interval(&j, "pearson_interval", of_pearson(r));
    json_end_line(&j);
}
