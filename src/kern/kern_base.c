#define KERN_BYTES 16
#define KERN_ISA "base"
#define KERN_TABLE kith_kern_base
#include "kern/instance.h"
