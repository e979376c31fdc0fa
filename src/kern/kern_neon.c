#define KERN_BYTES 16
#define KERN_ISA "neon"
#define KERN_TABLE kith_kern_neon
#include "kern/instance.h"
