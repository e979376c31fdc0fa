/*
 * Read by scripts/tidy in front of each source. The analyser looks at one file at a time and would
 * follow paths on which a failure returns KITH_OK; here it sees that none does.
 */
#include "base/status.h"

#define kith_fail(err, status, ...) ((void)(kith_fail)(err, status, __VA_ARGS__), (status))
#define kith_fail_memory(...) ((void)(kith_fail_memory)(__VA_ARGS__), KITH_ERR_MEMORY)
#define kith_fail_errno(err, status, ...)                                                          \
    ((void)(kith_fail_errno)(err, status, __VA_ARGS__), (status))
