/* Layers that begin where another net ended: what is taken, what stays, what it is good for. */
#include "check.h"
#include "dense_help.h"
#include "task/transfer.h"

static kith_dense learnt(const kith_dataset *d, const char *net, size_t epochs)
{
    kith_dense_config c = dense_config(KITH_GOAL_CLASSIFY, net, "adam", 0.02);
    kith_dense m = dense_made(&c, d);
    c.epochs = epochs;
    dense_train(&m, d, &c, NULL);
    return m;
}

/* The bytes of the first `count` parameters, one after the other. */
static unsigned char *bytes_of(const kith_dense *m, size_t count, size_t *size)
{
    size_t params, used = 0;
    kith_param *const *param = kith_net_params(m->net, &params);
    assert_true(count <= params);
    for (size_t i = 0; i < count; i++)
        used += param[i]->rows * param[i]->stride * sizeof *param[i]->w;
    unsigned char *all = malloc(used);
    assert_non_null(all);
    *size = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t bytes = param[i]->rows * param[i]->stride * sizeof *param[i]->w;
        memcpy(all + *size, param[i]->w, bytes);
        *size += bytes;
    }
    return all;
}

static void layers_are_taken_from_the_front_while_they_are_alike(void **state)
{
    (void)state;
    static const struct {
        const char *net;
        bool same_answers;
        size_t layers, weighted;
    } cases[] = {
        {"?-8tanh-bn-6relu-?softmax", true, 4, 4}, {"?-8tanh-bn-6relu-?softmax", false, 3, 3},
        {"?-8tanh-bn-5relu-?softmax", true, 2, 2}, {"?-8tanh-6relu-?softmax", true, 1, 1},
        {"?-8relu-bn-6relu-?softmax", true, 0, 0}, /* another activation */
        {"?-7tanh-bn-6relu-?softmax", true, 0, 0},
    };
    kith_dataset *d = dense_rings(40, 3);
    kith_dense from = learnt(d, "?-8tanh-bn-6relu-?softmax", 2);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const kith_dense_config c = dense_config(KITH_GOAL_CLASSIFY, cases[i].net, "adam", 0.02);
        kith_dense to = dense_made(&c, d);
        const kith_transfer t = kith_transfer_take(&to, &from, cases[i].same_answers);
        assert_int_equal(t.layers, cases[i].layers);
        assert_int_equal(t.weighted, cases[i].weighted);
        assert_int_equal(to.has_inputs, t.weighted > 0);
        if (t.weighted > 0)
            assert_memory_equal(to.inputs.w, from.inputs.w,
                                2 * to.inputs.stride * sizeof(kith_real));
        kith_dense_clear(&to);
    }
    kith_dense_clear(&from);
    kith_dataset_free(d);
}

/* Dense layers, batch norm and its running statistics keep every bit; what follows learns. */
static void frozen_layers_keep_every_bit(void **state)
{
    (void)state;
    kith_error err;
    enum { FROZEN = 2 + 4 }; /* weight, bias; gain, shift, mean, variance */
    kith_dataset *d = dense_rings(60, 3);
    kith_dense_config c = dense_config(KITH_GOAL_CLASSIFY, "?-8tanh-bn-6relu-?softmax",
                                       "adam:decay=0.1,l1=0.01", 0.05);
    kith_dense from = learnt(d, c.net, 3), to = dense_made(&c, d);
    size_t size, all;
    const kith_transfer t = kith_transfer_take(&to, &from, true);
    check_ok(kith_transfer_freeze(&to, &t, 2, &err));
    unsigned char *before = bytes_of(&to, FROZEN, &size), *rest = bytes_of(&to, FROZEN + 4, &all);
    c.epochs = 5;
    c.threads = 2;
    dense_train(&to, d, &c, NULL);
    unsigned char *after = bytes_of(&to, FROZEN, &size), *others = bytes_of(&to, FROZEN + 4, &all);
    assert_memory_equal(before, after, size);
    assert_memory_not_equal(rest + size, others + size, all - size);
    free(before), free(after), free(rest), free(others);
    kith_dense_clear(&from);
    kith_dense_clear(&to);
    kith_dataset_free(d);
}

static void more_than_was_taken_cannot_be_frozen_nor_everything(void **state)
{
    (void)state;
    kith_error err;
    kith_dataset *d = dense_rings(40, 3);
    const kith_dense_config c = dense_config(KITH_GOAL_CLASSIFY, "?-8tanh-?softmax", "adam", 0.05);
    kith_dense from = learnt(d, c.net, 1), to = dense_made(&c, d);
    const kith_transfer body = kith_transfer_take(&to, &from, false);
    check_fails_with(kith_transfer_freeze(&to, &body, 2, &err), KITH_ERR_USAGE, "at most 1");
    const kith_transfer all = kith_transfer_take(&to, &from, true);
    check_fails_with(kith_transfer_freeze(&to, &all, 2, &err), KITH_ERR_USAGE,
                     "nothing could learn");
    kith_dense_clear(&from);
    kith_dense_clear(&to);
    kith_dataset_free(d);
}

/* Rings of three classes, then the same rings as two: the hidden layers serve both. */
static void a_task_that_is_like_another_is_learnt_in_fewer_epochs(void **state)
{
    (void)state;
    enum { MOST = 400 };
    const char *net = "?-16tanh-16tanh-?softmax";
    kith_dataset *three = dense_rings(120, 3), *two = dense_rings(120, 2);
    kith_dense from = learnt(three, net, MOST);
    kith_dense_config c = dense_config(KITH_GOAL_CLASSIFY, net, "adam", 0.01);
    kith_dense scratch = dense_made(&c, two), warm = dense_made(&c, two);
    uint64_t alone = 0, helped = 0;
    c.epochs = MOST;
    kith_transfer_take(&warm, &from, false);
    dense_train(&scratch, two, &c, &alone);
    dense_train(&warm, two, &c, &helped);
    assert_true(helped > 0);
    assert_true(alone == 0 || 2 * helped < alone);
    kith_dense_clear(&from);
    kith_dense_clear(&scratch);
    kith_dense_clear(&warm);
    kith_dataset_free(three);
    kith_dataset_free(two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layers_are_taken_from_the_front_while_they_are_alike),
        cmocka_unit_test(frozen_layers_keep_every_bit),
        cmocka_unit_test(more_than_was_taken_cannot_be_frozen_nor_everything),
        cmocka_unit_test(a_task_that_is_like_another_is_learnt_in_fewer_epochs),
    };
    return cmocka_run_group_tests_name("task/transfer", tests, NULL, NULL);
}
