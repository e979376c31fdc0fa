/*
 * The text that describes a net, and the flat list of nodes it stands for.
 *
 *     spec     = size , { "-" , node } ;                  the first size is that of the inputs
 *     node     = dense | act | dropout | noise | norm | sparse | residual | head ;
 *     dense    = size , [ act ] , { ":" , argument } ;    act by name; without one: linear
 *     act      = name , [ ":" , number ] ;                the number is its parameter
 *     argument = name , [ ":" , number ]                  the name of an initialiser
 *              | "wnoise:" , number                   standard deviation, of the weights
 *              | "tied" | "frozen" ;
 *     dropout  = "dropout" , number , [ ",standard" ] ;   rate in [0, 1)
 *     noise    = "noise" , number ;                       standard deviation
 *     norm     = ( "bn" | "ln" ) , [ ":eps=out" ] ;       batch or layer norm; see kern.h
 *     sparse   = "kl:" , number , "," , number            share of a unit's mean, strength
 *              | "l1:" , number | "topk:" , digits ;      strength; values of a row that pass
 *     residual = "res(" , node , { "-" , node } , ")" ;   y = x + F(x), of one width
 *     head     = "head:" , name , [ ":" , number ] , "(" , node , { "-" , node } , ")" ;
 *     size     = digits | "?" ;                           "?": inferred; first and last only
 *     number   = digits , [ "." , digits ] ;              no sign, no exponent: '-' joins nodes
 *
 * Heads stand last, each over the whole trunk; the number is the weight of its loss. Tied layers
 * close like brackets: each has the transposed weights of the last dense layer before it that is
 * neither tied nor has been tied to (nor inside a closed block), and a bias of its own. Blocks are
 * nodes of their own (an opening and a closing one), so a walk needs no recursion.
 */
#ifndef KITH_NN_SPEC_H
#define KITH_NN_SPEC_H

#include "nn/act.h"
#include "nn/init.h"

typedef enum kith_node_kind {
    KITH_NODE_DENSE,
    KITH_NODE_ACT,
    KITH_NODE_DROPOUT,
    KITH_NODE_NOISE,
    KITH_NODE_BATCH_NORM,
    KITH_NODE_LAYER_NORM,
    KITH_NODE_RES_OPEN,
    KITH_NODE_RES_CLOSE,
    KITH_NODE_HEAD_OPEN,
    KITH_NODE_HEAD_CLOSE,
    KITH_NODE_SPARSE_KL,
    KITH_NODE_SPARSE_L1,
    KITH_NODE_SPARSE_TOP,
    KITH_NODE_KINDS
} kith_node_kind;

enum { KITH_SPEC_INFERRED = 0, KITH_SPEC_MAX_SIZE = 1 << 24, KITH_SPEC_MAX_NODES = 4096 };

typedef struct kith_node {
    kith_node_kind kind;
    size_t column;      /* where it stands in the text, from 1 */
    size_t in, out;     /* widths; KITH_SPEC_INFERRED until they are known */
    kith_act_use act;   /* of a dense layer or an activation by itself */
    kith_init_use init; /* of a dense layer; all-zero: the net's choice */
    bool tied, frozen;  /* of a dense layer */
    bool standard;      /* dropout: scales at test instead of in training */
    bool eps_outside;   /* of a norm: x / (sqrt(var) + eps) */
    double amount;      /* dropout's rate, noise's deviation, a head's weight; of sparse values:
                           their mean (kl), strength (l1), how many of a row pass (topk) */
    double strength;    /* of kl */
    double shake;       /* of a dense layer: deviation of what training adds to its weights */
    size_t mate;        /* the other end of a block; of a tied layer, whose weights it has */
    char name[32];      /* of a head */
} kith_node;

typedef struct kith_spec {
    size_t inputs, outputs; /* of all heads together; KITH_SPEC_INFERRED until known */
    size_t nodes, heads;    /* heads: 0 where the trunk's end is the output */
    kith_node *node;        /* [nodes] */
} kith_spec;

/* KITH_ERR_USAGE names the column and what was expected there. *out needs no clear on failure. */
kith_status kith_spec_parse(const char *text, kith_spec *out, kith_error *err);
void kith_spec_clear(kith_spec *s);
/*
 * Sets the sizes that the text left open (0: leave them) and works out all widths. KITH_ERR_USAGE
 * where a given size differs from a fixed one, or blocks and ties do not fit.
 */
kith_status kith_spec_infer(kith_spec *s, size_t inputs, size_t outputs, kith_error *err);
/* Ties every dense layer of the second half to its mirror image: an autoencoder's tied weights. */
kith_status kith_spec_tie(kith_spec *s, kith_error *err);
/*
 * The node behind which an autoencoder's code stands: the first sparse one, else the narrowest
 * dense layer, the first of them. s->nodes where there is neither.
 */
size_t kith_spec_code(const kith_spec *s);
/*
 * Puts a sparse node, "topk:10", behind the code, which in a net without one is the narrowest dense
 * layer but the last: such a code may be wider than its input. KITH_ERR_USAGE says what fits.
 */
kith_status kith_spec_sparsen(kith_spec *s, const char *text, kith_error *err);
/* The canonical text, which parses to the same nodes; freed with free. */
kith_status kith_spec_format(const kith_spec *s, char **out, kith_error *err);
/* One node of it, cut to fit. */
void kith_node_format(const kith_node *n, char *chars, size_t room);

#endif
