/* Batch norm in a net: what it learns by, and what it answers by. */
#include "net_help.h"

static void batch_norm_has_the_mean_and_variance_it_learned(void **state)
{
    (void)state;
    net_fixture f;
    net_start(&f, "5-bn", "mse", "sgd", NULL, 0);
    net_loss(&f);
    const kith_layer *l = kith_net_layer(f.net, 0);
    for (size_t c = 0; c < 5; c++) {
        double mean = 0, square = 0;
        for (size_t r = 0; r < NET_BATCH; r++)
            mean += (double)l->out.y[r * l->out.ld + c] / NET_BATCH;
        for (size_t r = 0; r < NET_BATCH; r++)
            square += pow((double)l->out.y[r * l->out.ld + c] - mean, 2) / NET_BATCH;
        check_near(mean, (double)l->param[1].w[c], 1e-5);
        check_near(square, pow((double)l->param[0].w[c], 2), 1e-3);
    }
    kith_net_free(f.net);
}

/* At test a row's answer is its own: alone, among others, and by the running statistics. */
static void batch_norm_answers_each_row_by_itself(void **state)
{
    (void)state;
    net_fixture f;
    kith_real all[NET_BATCH * 3], one[3];
    net_start(&f, "5-6-bn-tanh-3", "mse", "sgd", NULL, 0);
    for (int i = 0; i < 200; i++)
        net_loss(&f);
    kith_net_predict(f.net, f.x, 5, NET_BATCH, all);
    for (size_t r = 0; r < NET_BATCH; r++) {
        kith_net_predict(f.net, f.x + r * 5, 5, 1, one);
        assert_memory_equal(one, all + r * 3, sizeof one);
    }
    /* after many equal batches: the batch's mean, and its unbiased variance */
    const kith_param *mean = net_param(f.net, "2.mean"), *var = net_param(f.net, "2.variance");
    const kith_layer *dense = kith_net_layer(f.net, 0);
    net_put(&f);
    net_loss(&f);
    for (size_t c = 0; c < 6; c++) {
        double m = 0, v = 0;
        for (size_t r = 0; r < NET_BATCH; r++)
            m += (double)dense->out.y[r * dense->out.ld + c] / NET_BATCH;
        for (size_t r = 0; r < NET_BATCH; r++)
            v += pow((double)dense->out.y[r * dense->out.ld + c] - m, 2) / (NET_BATCH - 1);
        check_near((double)mean->w[c], m, 1e-5);
        check_near((double)var->w[c], v, 1e-4);
    }
    kith_net_free(f.net);
}

/* A batch norm's answers are those of a dense layer with its scale and shift folded in. */
static void batch_norm_folds_into_the_dense_layer_before_it(void **state)
{
    (void)state;
    net_fixture f;
    kith_real with[NET_BATCH * 3], folded[NET_BATCH * 3];
    net_start(&f, "5-3-bn", "mse", "sgd", NULL, 0);
    for (int i = 0; i < 50; i++)
        net_loss(&f);
    kith_net_predict(f.net, f.x, 5, NET_BATCH, with);
    kith_net *dense = net_made("5-3", NULL, NULL, NULL, 0);
    for (size_t u = 0; u < 3; u++) {
        const double rate = (double)net_param(f.net, "2.gain")->w[u] /
                            sqrt((double)net_param(f.net, "2.variance")->w[u] + 1e-5);
        for (size_t c = 0; c < 5; c++)
            kith_param_row(net_param(dense, "1.weight"), u)[c] =
                (kith_real)(rate * (double)kith_param_row(net_param(f.net, "1.weight"), u)[c]);
        net_param(dense, "1.bias")->w[u] =
            (kith_real)(rate * ((double)net_param(f.net, "1.bias")->w[u] -
                                (double)net_param(f.net, "2.mean")->w[u]) +
                        (double)net_param(f.net, "2.shift")->w[u]);
    }
    kith_net_predict(dense, f.x, 5, NET_BATCH, folded);
    for (size_t i = 0; i < NET_BATCH * 3; i++)
        check_near((double)with[i], (double)folded[i], 1e-5);
    kith_net_free(dense);
    kith_net_free(f.net);
}

static void batch_norm_refuses_a_batch_of_one(void **state)
{
    (void)state;
    kith_error err;
    kith_net *with = net_made("5-3-bn", NULL, NULL, NULL, 0);
    kith_net *without = net_made("5-3-ln", NULL, NULL, NULL, 0);
    check_fails_with(kith_net_check_rows(with, 9, 1, &err), KITH_ERR_USAGE, "2 rows or more");
    check_fails_with(kith_net_check_rows(with, 9, 8, &err), KITH_ERR_USAGE, "leave one alone");
    check_ok(kith_net_check_rows(with, 10, 8, &err));
    check_ok(kith_net_check_rows(without, 9, 8, &err));
    kith_net_free(with);
    kith_net_free(without);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(batch_norm_has_the_mean_and_variance_it_learned),
        cmocka_unit_test(batch_norm_answers_each_row_by_itself),
        cmocka_unit_test(batch_norm_folds_into_the_dense_layer_before_it),
        cmocka_unit_test(batch_norm_refuses_a_batch_of_one),
    };
    return cmocka_run_group_tests_name("net norm", tests, NULL, NULL);
}
