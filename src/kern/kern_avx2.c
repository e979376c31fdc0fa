#define KERN_BYTES 32
#define KERN_ISA "avx2"
#define KERN_TABLE kith_kern_avx2
#include "kern/instance.h"
