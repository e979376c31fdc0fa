#include "nn/act.h"

#include <string.h>

#include "base/named.h"

static void forward_linear(const kith_kern *k, kith_real *y, const kith_real *z, size_t n)
{
    (void)k;
    if (y != z)
        memcpy(y, z, n * sizeof *y);
}

static void backward_linear(const kith_kern *k, kith_real *d, const kith_real *y, size_t n)
{
    (void)k, (void)d, (void)y, (void)n;
}

static void forward_sigmoid(const kith_kern *k, kith_real *y, const kith_real *z, size_t n)
{
    k->act_sigmoid(y, z, n);
}

static void backward_sigmoid(const kith_kern *k, kith_real *d, const kith_real *y, size_t n)
{
    k->back_sigmoid(d, y, n);
}

static void forward_tanh(const kith_kern *k, kith_real *y, const kith_real *z, size_t n)
{
    k->act_tanh(y, z, n);
}

static void backward_tanh(const kith_kern *k, kith_real *d, const kith_real *y, size_t n)
{
    k->back_tanh(d, y, n);
}

static void forward_relu(const kith_kern *k, kith_real *y, const kith_real *z, size_t n)
{
    k->act_relu(y, z, n);
}

static void backward_relu(const kith_kern *k, kith_real *d, const kith_real *y, size_t n)
{
    k->back_relu(d, y, n);
}

static const kith_act acts[] = {
    {"linear", forward_linear, backward_linear, "z"},
    {"sigmoid", forward_sigmoid, backward_sigmoid, "1 / (1 + e^-z)"},
    {"tanh", forward_tanh, backward_tanh, "2 sigmoid(2z) - 1"},
    {"relu", forward_relu, backward_relu, "max(0, z), derivative 0 at 0"},
};

static const char *name_at(size_t i)
{
    return i < sizeof acts / sizeof *acts ? acts[i].name : NULL;
}

kith_status kith_act_find(const char *name, const kith_act **out, kith_error *err)
{
    size_t i = 0;
    KITH_TRY(kith_named_find("activation", name_at, name, strlen(name), &i, err));
    *out = &acts[i];
    return KITH_OK;
}
