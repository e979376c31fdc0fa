#include "nn/schedule.h"

#include <string.h>

#include "base/named.h"

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

static const char *name_at(size_t i)
{
    return i < sizeof schedules / sizeof *schedules ? schedules[i].name : NULL;
}

kith_status kith_schedule_find(const char *name, const kith_schedule **out, kith_error *err)
{
    size_t i = 0;
    KITH_TRY(kith_named_find("schedule", name_at, name, strlen(name), &i, err));
    *out = &schedules[i];
    return KITH_OK;
}
