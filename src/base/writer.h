/* Writing packed, and several files as one: the rest of writers is in kith.h. */
#ifndef KITH_BASE_WRITER_H
#define KITH_BASE_WRITER_H

#include "kith.h"

/* From now on, before anything is written, the file is gzip of what is written. */
kith_status kith_writer_pack(kith_writer *w, kith_error *err);
/*
 * All that was written is on the disk, still under the temporary name, and nothing may be written
 * any more: of several files that belong together each is settled before the first is committed,
 * so that a full disk leaves none of them.
 */
kith_status kith_writer_settle(kith_writer *w, kith_error *err);

#endif
