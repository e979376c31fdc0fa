/*
 * One instance of every kernel body. A kern_<isa>.c defines KERN_BYTES, KERN_ISA and KERN_TABLE and
 * includes this file; the Makefile compiles it with that ISA's flags.
 */
#include "kern/body_act.h"
#include "kern/body_bytes.h"
#include "kern/body_code.h"
#include "kern/body_decimal.h"
#include "kern/body_double.h"
#include "kern/body_gemm.h"
#include "kern/body_ids.h"
#include "kern/body_loss.h"
#include "kern/body_map.h"
#include "kern/body_norm.h"
#include "kern/body_optim.h"
#include "kern/body_rows.h"
#include "kern/body_scan.h"
#include "kern/body_sparse.h"

/* clang-format off */
#define RULE_MEMBER(name) .name = name,
#define ACT_MEMBERS(name) .act_##name = act_##name, .bias_##name = bias_##name, .back_##name = back_##name,
#define LOSS_MEMBER(name) .loss_##name = loss_##name,
/* All but the name and what kern_avx512vnni.h has another instance of. */
#define KERN_MEMBERS \
    .lanes = LANES, \
    .rows_dot = rows_dot, \
    .rows_loss = rows_loss, \
    .rows_residual = rows_residual, \
    .rows_softmax = rows_softmax, \
    .rows_update = rows_update, \
    .rows_update_t = rows_update_t, \
    .rows_direction = rows_direction, \
    .bag_sum = bag_sum, \
    .bag_add = bag_add, \
    .draw = draw, \
    .repeats = repeats, \
    .constrain = constrain, \
    .shrink = shrink, \
    .scale_by = scale_by, \
    .slope = slope, \
    .axpy = axpy, \
    .standardise = standardise, \
    .dot = dot, \
    .softmax = softmax, \
    .pair_products = pair_products, \
    .pair_rotate = pair_rotate, \
    .gemm = gemm, \
    .norm_columns = norm_columns, \
    .norm_columns_back = norm_columns_back, \
    .norm_running = norm_running, \
    .norm_rates = norm_rates, \
    .norm_scale = norm_scale, \
    .norm_rows = norm_rows, \
    .norm_rows_back = norm_rows_back, \
    .norm_rows_sums = norm_rows_sums, \
    .dropout = dropout, \
    .keep_largest = keep_largest, \
    .mean_pull = mean_pull, \
    .pull_to_zero = pull_to_zero, \
    .scan = scan, \
    .scan_many = scan_many, \
    .norms = norms, \
    .pack_bytes = pack_bytes, \
    .decimals = decimals, \
    .code_row = code_row, \
    .code_question = code_question, \
    KITH_RULE_MAPS(RULE_MEMBER) \
    KITH_ACT_MAPS(ACT_MEMBERS) \
    KITH_LOSS_MAPS(LOSS_MEMBER)
/* clang-format on */

extern const kith_kern KERN_TABLE;
const kith_kern KERN_TABLE = {
    .isa = KERN_ISA, .scan_bytes = scan_bytes, .code_scores = code_scores, KERN_MEMBERS};
