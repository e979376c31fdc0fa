/*
 * Model files of the neural tasks: a container (container.h) whose section "kind" says what the
 * rest makes up, with options as "name value" lines, sets of words, and parameters by name.
 *
 * Writing is in two steps, as for vectors: path and disk space are taken before the training, when
 * all sizes are known, and the numbers are written at its end. Reading verifies every checksum.
 */
#ifndef KITH_FILE_NET_FILE_H
#define KITH_FILE_NET_FILE_H

#include "file/container.h"
#include "nn/param.h"
#include "text/words.h"

/* --- writing: what is added is borrowed until the end; its sizes must stay --- */

typedef struct kith_net_file kith_net_file;
kith_status kith_net_file_new(const char *kind, kith_net_file **out, kith_error *err);
void kith_net_file_text(kith_net_file *f, const char *name, const char *text);
void kith_net_file_array(kith_net_file *f, const char *name, const char *type, uint64_t count,
                         const void *at);
/* Sections NAME.offset and NAME.bytes. */
void kith_net_file_words(kith_net_file *f, const char *name, const kith_words *words);
void kith_net_file_param(kith_net_file *f, const char *name, const kith_param *p);
/* Opens the path and takes the disk space; KITH_ERR_CREATE or KITH_ERR_IO before the work. */
kith_status kith_net_file_begin(kith_net_file *f, const char *path, kith_error *err);
/* Writes and makes the file appear, or nothing; frees *f in any case and sets it to NULL. */
kith_status kith_net_file_finish(kith_net_file **f, kith_error *err);
void kith_net_file_discard(kith_net_file **f); /* NULL is fine */

/* --- reading --- */

/* Opens, verifies, and copies the kind, which the caller frees with free. */
kith_status kith_net_file_open(const char *path, kith_container **out, char **kind,
                               kith_error *err);
/* A section of text, with a NUL behind it; freed with free. KITH_ERR_DATA for a NUL within. */
kith_status kith_net_file_read_text(const kith_container *c, const char *name, char **out,
                                    kith_error *err);
/* Words into an empty set; KITH_ERR_DATA where offsets do not ascend to the end of the bytes, or a
 * word stands twice. */
kith_status kith_net_file_read_words(const kith_container *c, const char *name, kith_words *out,
                                     kith_error *err);
/* The rows and columns of a parameter, both at least 1. */
kith_status kith_net_file_shape(const kith_container *c, const char *name, uint64_t *rows,
                                uint64_t *cols, kith_error *err);
/* Numbers into a parameter of the section's shape; KITH_ERR_DATA for another or for NaN and Inf. */
kith_status kith_net_file_read_param(const kith_container *c, const char *name, kith_param *p,
                                     kith_error *err);

#endif
