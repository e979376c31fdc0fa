/* What nets draw at random while they learn: dropout and noise, on values and on weights. */
#include "net_help.h"

/* Training outputs of a linear net, averaged over many masks, against its answer. */
static void check_dropout(const char *text, double tolerance_of_mean)
{
    net_fixture f;
    enum { DRAWS = 4000 };
    kith_real out[NET_BATCH];
    double mean = 0, one = 0;
    net_start(&f, text, "mse", "sgd", NULL, 0);
    kith_net_predict(f.net, f.x, f.inputs, NET_BATCH, out);
    for (uint64_t i = 0; i < DRAWS; i++) {
        net_put(&f);
        const kith_pass pass = kith_net_pass(f.net, NET_BATCH, 0, i);
        net_run(&f, &pass, 1);
        mean += (double)kith_net_head(f.net, 0)->top->out.y[0] / DRAWS;
        one = (double)kith_net_head(f.net, 0)->top->out.y[0];
    }
    assert_true(fabs(one - (double)out[0]) > 1e-3); /* a mask was at work */
    check_near(mean, (double)out[0], tolerance_of_mean);
    kith_net_free(f.net);
}

static void dropout_and_noise_keep_the_mean_of_a_linear_net(void **state)
{
    (void)state;
    check_dropout("8-dropout0.3-1", 0.03);
    check_dropout("8-dropout0.3,standard-1", 0.03);
    check_dropout("8-noise0.5-1", 0.03);
}

static void noise_on_weights_has_its_variance_and_is_off_in_answers(void **state)
{
    (void)state;
    enum { DRAWS = 3000 };
    net_fixture f, quiet;
    kith_real with[NET_BATCH], without[NET_BATCH];
    double mean = 0, square = 0;
    net_start(&f, "8-1:wnoise:0.25", "mse", "sgd", NULL, 0);
    net_start(&quiet, "8-1", "mse", "sgd", NULL, 0);
    const kith_param *w = net_param(f.net, "1.weight");
    kith_net_predict(f.net, f.x, 8, NET_BATCH, with);
    kith_net_predict(quiet.net, f.x, 8, NET_BATCH, without);
    assert_memory_equal(with, without, sizeof with);
    memset(f.x, 0, sizeof f.x);
    f.x[0] = 1; /* the first row's output is its first weight and the bias */
    net_put(&f);
    for (uint64_t i = 0; i < DRAWS; i++) {
        const kith_pass pass = kith_net_pass(f.net, NET_BATCH, 0, i);
        net_run(&f, &pass, 1);
        const double out = (double)kith_net_head(f.net, 0)->top->out.y[0];
        const double noise = out - (double)w->w[0] - (double)net_param(f.net, "1.bias")->w[0];
        mean += noise / DRAWS;
        square += noise * noise / DRAWS;
    }
    check_near(mean, 0, 4 * 0.25 / sqrt(DRAWS));
    check_near(square, 0.25 * 0.25, 0.1 * 0.25 * 0.25);
    kith_net_free(f.net);
    kith_net_free(quiet.net);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dropout_and_noise_keep_the_mean_of_a_linear_net),
        cmocka_unit_test(noise_on_weights_has_its_variance_and_is_off_in_answers),
    };
    return cmocka_run_group_tests_name("net noise", tests, NULL, NULL);
}
