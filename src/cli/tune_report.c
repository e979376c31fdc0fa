/* Lines by tabs, or JSON; see tune_report.h. */
#include "tune_report.h"

#include "json.h"
#include "print.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOSS_DECIMALS = 6, ACCURACY_DECIMALS = 4, NAME_BYTES = 64 };

/* The name of a setting, as far as its "=". */
static const char *name_of(const char *set, char name[NAME_BYTES])
{
    snprintf(name, NAME_BYTES, "%.*s", (int)strcspn(set, "="), set);
    return name;
}

void tune_report_begin(const tune_report *r)
{
    char name[NAME_BYTES];
    if (args_flag(r->args, "json"))
        return;
    fputs("trial\tloss\taccuracy", stdout);
    if (r->folds)
        fputs("\tloss deviation\taccuracy deviation", stdout);
    for (size_t i = 0; i < r->sets; i++)
        printf("\t%s", name_of(r->set[i], name));
    puts("\tremark");
}

static void print_scores(double loss, double accuracy)
{
    putchar('\t');
    print_fixed(stdout, loss, LOSS_DECIMALS);
    putchar('\t');
    print_fixed(stdout, accuracy, ACCURACY_DECIMALS);
}

static void print_trial(const tune_report *r, const kith_config *config, const tune_trial *t)
{
    char name[NAME_BYTES];
    printf("%" PRIu64, t->number);
    print_scores(t->loss, t->accuracy);
    if (r->folds)
        print_scores(t->loss_spread, t->accuracy_spread);
    for (size_t i = 0; i < r->sets; i++) {
        putchar('\t');
        print_text(stdout, kith_config_text(config, name_of(r->set[i], name)));
    }
    putchar('\t');
    print_text(stdout, t->remark);
    putchar('\n');
}

static void json_trial(const tune_report *r, const kith_config *config, const tune_trial *t)
{
    char name[NAME_BYTES];
    json j = json_begin_line(stdout);
    json_count(&j, "trial", t->number);
    json_double(&j, "loss", t->loss);
    json_double(&j, "accuracy", t->accuracy);
    if (r->folds) {
        json_double(&j, "loss_deviation", t->loss_spread);
        json_double(&j, "accuracy_deviation", t->accuracy_spread);
    }
    json_double(&j, "seconds", t->seconds);
    json_begin_object(&j, "settings");
    for (size_t i = 0; i < r->sets; i++) {
        name_of(r->set[i], name);
        json_text(&j, name, kith_config_text(config, name));
    }
    json_end_object(&j);
    if (*t->remark != '\0')
        json_text(&j, "remark", t->remark);
    json_end_line(&j);
}

void tune_report_trial(const tune_report *r, const kith_config *config, const tune_trial *t)
{
    (args_flag(r->args, "json") ? json_trial : print_trial)(r, config, t);
    fflush(stdout);
}

/* --- the command that repeats the best --- */

static void put_command(const tune_report *r, const kith_config *c, FILE *out)
{
    fprintf(out, "kith %s train", r->args->operand[0]);
    for (size_t i = 1; i < r->args->operands; i++) {
        putc(' ', out);
        print_quoted(out, r->args->operand[i]);
    }
    for (size_t i = 0; i < kith_config_count(c); i++) {
        const kith_option *o = kith_config_at(c, i);
        if (!kith_config_given(c, o->name) || strcmp(o->name, "fold") == 0)
            continue; /* after folds, the best is trained on all rows */
        const char *value = kith_config_text(c, o->name);
        if (o->type == KITH_OPTION_FLAG) {
            fprintf(out, " --%s%s", strcmp(value, "true") == 0 ? "" : "no-", o->name);
            continue;
        }
        fprintf(out, " --%s ", o->name);
        print_quoted(out, value);
    }
    fputs(" -o best.kith", out);
}

void tune_report_best(const tune_report *r, const kith_config *config, uint64_t number)
{
    char *text = NULL;
    size_t bytes = 0;
    FILE *memory = open_memstream(&text, &bytes);
    if (memory == NULL)
        return;
    put_command(r, config, memory);
    fclose(memory);
    if (args_flag(r->args, "json")) {
        json j = json_begin_line(stdout);
        json_count(&j, "best", number);
        json_string(&j, "command", text, bytes);
        json_end_line(&j);
    } else {
        printf("best\t%" PRIu64 "\n%s\n", number, text);
    }
    free(text);
}
