/*
 * Vectors out of lines of text, parsed on all processors: a block of whole lines a piece.
 */
#ifndef KITH_FILE_TEXT_BLOCKS_H
#define KITH_FILE_TEXT_BLOCKS_H

#include "file/formats.h"
#include "file/rows.h"

/*
 * Reads "word number .. number" lines, split by kith_text_row_split, to the end of the stream into
 * rows that have begun. `skip` bytes of the stream, all of them looked at already, make `lines`
 * lines before the first row. Empty lines are passed over.
 */
kith_status kith_text_blocks_read(kith_stream *stream, size_t skip, uint64_t lines, kith_rows *r,
                                  kith_error *err);

#endif
