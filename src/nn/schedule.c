#include "nn/schedule.h"

#include <stdio.h>
#include <string.h>

/* word2vec.c's floor of 1e-4 keeps the last updates alive. */
static double linear(double done)
{
    return 1 - done > 1e-4 ? 1 - done : 1e-4;
}

static double constant(double done)
{
    (void)done;
    return 1;
}

static const kith_schedule schedules[] = {
    {"linear", linear, "lr max(1e-4, 1 - done)", "word2vec.c"},
    {"constant", constant, "lr", ""},
};

kith_status kith_schedule_find(const char *name, const kith_schedule **out, kith_error *err)
{
    char names[128] = "";
    for (size_t i = 0; i < sizeof schedules / sizeof *schedules; i++) {
        if (strcmp(schedules[i].name, name) == 0) {
            *out = &schedules[i];
            return KITH_OK;
        }
        const size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", i > 0 ? ", " : "", schedules[i].name);
    }
    return kith_fail(err, KITH_ERR_USAGE, "no schedule \"%s\"; there are %s", name, names);
}
