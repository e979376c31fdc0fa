/*
 * The decision map of a classifier of two features: what it answers on a grid over the examples,
 * drawn with them.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "file/classifier.h"

enum { CELLS = 160 };              /* on each side; answers for 25,600 points take milliseconds */
static const double margin = 0.08; /* of the examples' range, around it */

typedef struct mapping {
    kith_classifier *classifier;
    kith_dataset *data;
    double *point[2]; /* [rows] the examples' features */
    uint32_t *cell;   /* [CELLS * CELLS] */
    kith_map map;
} mapping;

static kith_status check(const mapping *m, const char *path, kith_error *err)
{
    if (m->data->features != 2)
        return kith_fail(err, KITH_ERR_USAGE,
                         "%s: a map shows a plane: expected 2 features, got %zu", path,
                         m->data->features);
    if (m->data->rows == 0)
        return kith_fail(err, KITH_ERR_DATA, "%s: no rows to draw a map around", path);
    return KITH_OK;
}

static kith_status make_room(mapping *m, kith_error *err)
{
    const size_t rows = m->data->rows;
    m->point[0] = kith_mem_new(rows, sizeof(double));
    m->point[1] = kith_mem_new(rows, sizeof(double));
    m->cell = kith_mem_new((uint64_t)CELLS * CELLS, sizeof *m->cell);
    if (m->point[0] == NULL || m->point[1] == NULL || m->cell == NULL)
        return kith_fail_memory(err, "a map", 2 * rows * sizeof(double));
    return KITH_OK;
}

/* The range of a feature with its margin; one value alone has a range around it too. */
static void measure(const mapping *m, size_t feature, double *least, double *most)
{
    const double *at = m->point[feature];
    *least = *most = at[0];
    for (size_t r = 1; r < m->data->rows; r++) {
        *least = at[r] < *least ? at[r] : *least;
        *most = at[r] > *most ? at[r] : *most;
    }
    const double wide = *most > *least ? *most - *least : 1;
    *least -= margin * wide;
    *most += margin * wide;
}

static void place(mapping *m)
{
    for (size_t r = 0; r < m->data->rows; r++) {
        kith_real x[2];
        kith_dataset_row(m->data, r, x);
        m->point[0][r] = (double)x[0];
        m->point[1][r] = (double)x[1];
    }
    measure(m, 0, &m->map.x_least, &m->map.x_most);
    measure(m, 1, &m->map.y_least, &m->map.y_most);
}

static kith_status take(void *self, const kith_dataset *d, size_t row, const kith_real *answer,
                        kith_error *err)
{
    mapping *m = self;
    size_t best = 0;
    (void)d;
    (void)err;
    for (size_t c = 1; c < m->classifier->classes; c++)
        best = answer[c] > answer[best] ? c : best;
    m->cell[row] = (uint32_t)best;
    return KITH_OK;
}

/* Asks for the middle of every cell. */
static kith_status ask(mapping *m, kith_error *err)
{
    const kith_map *map = &m->map;
    const kith_dense_watch watch = {.take = take, .self = m};
    kith_dataset grid = {.rows = (size_t)CELLS * CELLS, .features = 2};
    grid.x = kith_mem_new(grid.rows, 2 * sizeof *grid.x);
    if (grid.x == NULL)
        return kith_fail_memory(err, "a map", grid.rows * 2 * sizeof *grid.x);
    for (size_t i = 0; i < grid.rows; i++) {
        const size_t column = i % CELLS, row = i / CELLS;
        const double right = ((double)column + 0.5) / CELLS, up = ((double)row + 0.5) / CELLS;
        grid.x[2 * i] = (kith_real)(map->x_least + right * (map->x_most - map->x_least));
        grid.x[2 * i + 1] = (kith_real)(map->y_least + up * (map->y_most - map->y_least));
    }
    const kith_status status =
        kith_dense_model_answer_rows(&m->classifier->net, &grid, &watch, err);
    kith_mem_free(grid.x);
    return status;
}

static kith_status draw(mapping *m, const char *output, kith_error *err)
{
    const kith_dataset *d = m->data;
    kith_map *map = &m->map;
    map->columns = map->rows = CELLS;
    map->cell = m->cell;
    map->class_name = (const char *const *)m->classifier->class_name;
    map->classes = m->classifier->classes;
    map->x_name = d->feature_name != NULL ? d->feature_name[0] : NULL;
    map->y_name = d->feature_name != NULL ? d->feature_name[1] : NULL;
    map->points = d->label != NULL ? d->rows : 0;
    map->x = m->point[0];
    map->y = m->point[1];
    map->label = d->label;
    return kith_plot_map(map, output, err);
}

kith_status kith_classifier_map(kith_classifier *c, const char *path, const kith_table_options *how,
                                const char *output, kith_error *err)
{
    mapping m = {.classifier = c};
    if (!c->table)
        return kith_fail(err, KITH_ERR_USAGE, "a map is of a table's two features, not of text");
    kith_status status = kith_dense_model_read(&c->net, path, how, c->class_name, &m.data, err);
    if (status == KITH_OK)
        status = check(&m, path, err);
    if (status == KITH_OK)
        status = make_room(&m, err);
    if (status == KITH_OK) {
        place(&m);
        status = ask(&m, err);
    }
    if (status == KITH_OK)
        status = draw(&m, output, err);
    kith_mem_free(m.point[0]);
    kith_mem_free(m.point[1]);
    kith_mem_free(m.cell);
    kith_dataset_free(m.data);
    return status;
}
