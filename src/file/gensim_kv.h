/*
 * gensim's own KeyedVectors: a pickle of the object, and its matrix in NAME.vectors.npy, which
 * KeyedVectors.load(NAME, mmap='r') maps.
 *
 * gensim keeps small matrices inside the pickle and large ones beside it; both are read, beside is
 * written.
 */
#ifndef KITH_FILE_GENSIM_KV_H
#define KITH_FILE_GENSIM_KV_H

#include "file/formats.h"

kith_status kith_gensim_size(kith_names *names, uint64_t *bytes, kith_error *err);
kith_status kith_gensim_write(const kith_sink *sink, kith_error *err);

#endif
