/* What a net amounts to, as `kith net summary` and --dry-run print it. */
#ifndef KITH_CLI_NET_FACTS_H
#define KITH_CLI_NET_FACTS_H

#include "kith.h"

/* The text in canonical form, a line a layer, and the sums. */
void net_facts_print(const kith_net_facts *f);
void net_facts_json(const kith_net_facts *f); /* the same as one object */

#endif
