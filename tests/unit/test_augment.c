#include "check.h"

#include "train/augment.h"

enum { SIDE = 7, PIXELS = SIDE * SIDE };

/* Every pixel is another number, none of them the background. */
static void numbered(kith_real *image, size_t pixels)
{
    for (size_t i = 0; i < pixels; i++)
        image[i] = (kith_real)(i + 1) / 3;
}

static kith_warp still(void)
{
    return (kith_warp){.size = 1};
}

/* The warped image has at (row, column) what the original has at the place that `from` tells. */
static void check_moved(const kith_warp *w, size_t height, size_t width,
                        void (*from)(int row, int column, int *y, int *x))
{
    kith_real image[PIXELS], out[PIXELS];
    numbered(image, height * width);
    kith_warp_image(w, height, width, -5, image, out);
    for (int row = 0; row < (int)height; row++)
        for (int column = 0; column < (int)width; column++) {
            int y = 0, x = 0;
            from(row, column, &y, &x);
            const bool inside = y >= 0 && x >= 0 && y < (int)height && x < (int)width;
            const kith_real expected = inside ? image[y * (int)width + x] : -5;
            if (out[row * (int)width + column] != expected)
                fail_msg("at %d, %d: expected %g, got %g", row, column, (double)expected,
                         (double)out[row * (int)width + column]);
        }
}

static void from_itself(int row, int column, int *y, int *x)
{
    *y = row;
    *x = column;
}

static void from_up_and_left(int row, int column, int *y, int *x)
{
    *y = row - 1;
    *x = column - 2;
}

static void from_mirror(int row, int column, int *y, int *x)
{
    *y = row;
    *x = SIDE - 1 - column;
}

/* numpy's rot90, once and twice. */
static void from_quarter_turn(int row, int column, int *y, int *x)
{
    *y = column;
    *x = SIDE - 1 - row;
}

static void from_half_turn(int row, int column, int *y, int *x)
{
    *y = SIDE - 1 - row;
    *x = SIDE - 1 - column;
}

/* Of 6 x 6 pixels the middle lies between four. */
static void from_quarter_turn_back(int row, int column, int *y, int *x)
{
    *y = 5 - column;
    *x = row;
}

static void nothing_moves_by_nothing(void **state)
{
    (void)state;
    const kith_warp w = still();
    check_moved(&w, SIDE, SIDE, from_itself);
    check_moved(&w, 3, 6, from_itself);
    const kith_augment none = {0};
    for (uint64_t row = 0; row < 50; row++) {
        const kith_warp drawn = kith_augment_draw(&none, 1, 2, row);
        check_moved(&drawn, SIDE, SIDE, from_itself);
    }
}

static void whole_pixels_are_exact_and_the_rest_is_background(void **state)
{
    (void)state;
    kith_warp w = still();
    w.down = 1;
    w.right = 2;
    check_moved(&w, SIDE, SIDE, from_up_and_left);
    check_moved(&w, 4, 6, from_up_and_left);
}

static void right_angles_of_squares_are_exact(void **state)
{
    (void)state;
    kith_warp w = still();
    static const double quarters[] = {90, 450, -270};
    for (size_t i = 0; i < 3; i++) {
        w.degrees = quarters[i];
        check_moved(&w, SIDE, SIDE, from_quarter_turn);
    }
    w.degrees = 180;
    check_moved(&w, SIDE, SIDE, from_half_turn);
    w.degrees = -90;
    check_moved(&w, 6, 6, from_quarter_turn_back);
    w.degrees = -360;
    check_moved(&w, 6, 6, from_itself);
}

static void mirrors_are_exact(void **state)
{
    (void)state;
    kith_warp w = still();
    w.mirrored = true;
    check_moved(&w, SIDE, SIDE, from_mirror);
}

static void half_a_pixel_is_the_mean_of_two(void **state)
{
    (void)state;
    static const kith_real image[] = {1, 3, 9, 2};
    kith_real out[4];
    kith_warp w = still();
    w.right = 0.5;
    kith_warp_image(&w, 1, 4, 0, image, out);
    check_near((double)out[0], 0.5, 1e-6);
    check_near((double)out[1], 2, 1e-6);
    check_near((double)out[2], 6, 1e-6);
    check_near((double)out[3], 5.5, 1e-6);
}

/* A plane is what bilinear sampling reproduces: a turned, scaled, shifted one is known everywhere.
 */
static void a_plane_is_carried_by_any_move(void **state)
{
    (void)state;
    const kith_warp w = {.right = 0.7, .down = -1.3, .degrees = 33, .size = 1.1};
    enum { LARGE = 31 };
    kith_real image[LARGE * LARGE], out[LARGE * LARGE];
    for (int i = 0; i < LARGE * LARGE; i++)
        image[i] = (kith_real)(2 * (i % LARGE - 15) - 3 * (i / LARGE - 15));
    kith_warp_image(&w, LARGE, LARGE, 1e6, image, out);
    const double sine = sin(33 * acos(-1) / 180), cosine = cos(33 * acos(-1) / 180);
    for (int row = 10; row <= 20; row++)
        for (int column = 10; column <= 20; column++) {
            /* Forward: a place (x, y), y down, is turned counter-clockwise to (cx + sy, cy - sx).
             */
            const double right = (column - 15 - 0.7) / 1.1, down = (row - 15 + 1.3) / 1.1;
            const double x = cosine * right - sine * down, y = sine * right + cosine * down;
            check_near((double)out[row * LARGE + column], 2 * x - 3 * y, 1e-3);
        }
}

static void draws_stay_within_bounds_and_fill_them(void **state)
{
    (void)state;
    const kith_augment a = {.shift = 2, .rotate = 15, .scale = 0.1, .flip = true};
    double most_right = 0, most_degrees = 0, most_size = 0;
    int mirrored = 0;
    for (uint64_t row = 0; row < 1000; row++) {
        const kith_warp w = kith_augment_draw(&a, 3, 1, row);
        assert_true(fabs(w.right) <= 2 && fabs(w.down) <= 2 && fabs(w.degrees) <= 15);
        assert_true(w.size >= 0.9 && w.size <= 1.1);
        most_right = fmax(most_right, fabs(w.right));
        most_degrees = fmax(most_degrees, fabs(w.degrees));
        most_size = fmax(most_size, w.size);
        mirrored += w.mirrored;
    }
    assert_true(most_right > 1.9 && most_degrees > 14.5 && most_size > 1.09);
    assert_in_range(mirrored, 400, 600);
}

static void draws_are_of_seed_epoch_and_row_alone(void **state)
{
    (void)state;
    const kith_augment a = {.shift = 2};
    const kith_warp w = kith_augment_draw(&a, 1, 2, 3), same = kith_augment_draw(&a, 1, 2, 3);
    assert_true(w.right == same.right && w.down == same.down);
    assert_true(w.right != kith_augment_draw(&a, 2, 2, 3).right);
    assert_true(w.right != kith_augment_draw(&a, 1, 3, 3).right);
    assert_true(w.right != kith_augment_draw(&a, 1, 2, 4).right);
    assert_true(w.right != w.down);
}

static void bounds_are_read_from_text(void **state)
{
    (void)state;
    kith_error err = {0};
    kith_augment a;
    check_ok(kith_augment_parse("shift=2,rotate=12.5,scale=0.2,flip", &a, &err));
    assert_true(a.shift == 2 && a.rotate == 12.5 && a.scale == 0.2 && a.flip);
    check_ok(kith_augment_parse("rotate=3", &a, &err));
    assert_true(a.shift == 0 && a.rotate == 3 && !a.flip);
    check_ok(kith_augment_parse("", &a, &err));
    check_fails_with(kith_augment_parse("turn=3", &a, &err), KITH_ERR_USAGE, "shift rotate");
    check_fails(kith_augment_parse("shift", &a, &err), KITH_ERR_USAGE);
    check_fails(kith_augment_parse("shift=-1", &a, &err), KITH_ERR_USAGE);
    check_fails(kith_augment_parse("shift=nan", &a, &err), KITH_ERR_USAGE);
    check_fails(kith_augment_parse("scale=1", &a, &err), KITH_ERR_USAGE);
    check_fails(kith_augment_parse("flip=1", &a, &err), KITH_ERR_USAGE);
    check_fails(kith_augment_parse("shift=2,,flip", &a, &err), KITH_ERR_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_moves_by_nothing),
        cmocka_unit_test(whole_pixels_are_exact_and_the_rest_is_background),
        cmocka_unit_test(right_angles_of_squares_are_exact),
        cmocka_unit_test(mirrors_are_exact),
        cmocka_unit_test(half_a_pixel_is_the_mean_of_two),
        cmocka_unit_test(a_plane_is_carried_by_any_move),
        cmocka_unit_test(draws_stay_within_bounds_and_fill_them),
        cmocka_unit_test(draws_are_of_seed_epoch_and_row_alone),
        cmocka_unit_test(bounds_are_read_from_text),
    };
    return cmocka_run_group_tests_name("augment", tests, NULL, NULL);
}
