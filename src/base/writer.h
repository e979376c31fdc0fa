/* Writing packed: the rest of writers is in kith.h. */
#ifndef KITH_BASE_WRITER_H
#define KITH_BASE_WRITER_H

#include "kith.h"

/* From now on, before anything is written, the file is gzip of what is written. */
kith_status kith_writer_pack(kith_writer *w, kith_error *err);

#endif
