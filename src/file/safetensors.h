/*
 * safetensors: a header of JSON that says where each tensor lies, then the tensors.
 *
 *     u64 length of the header, {"name":{"dtype":"F32","shape":[rows,dim],"data_offsets":[0,n]},
 * ..}
 */
#ifndef KITH_FILE_SAFETENSORS_H
#define KITH_FILE_SAFETENSORS_H

#include "file/stored.h"

bool kith_safetensors_detect(const unsigned char *head, size_t bytes);
/*
 * Reads the header and passes over what stands before the matrix: the tensor named embeddings,
 * embedding.weight or vectors, or the only one of rank 2. *behind: bytes of the tensors behind it.
 * KITH_ERR_DATA where the tensors overlap or leave a hole. A scale of whole numbers is the
 * metadata's "scale".
 */
kith_status kith_safetensors_begin(kith_input *in, kith_stored *s, uint64_t *behind,
                                   kith_error *err);
/* Passes over the tensors behind the matrix; KITH_ERR_DATA unless the file ends with them. */
kith_status kith_safetensors_end(kith_input *in, uint64_t behind, kith_error *err);

enum { KITH_SAFETENSORS_ROOM = 512 };
/* The header of one tensor, "embeddings": its length, at most KITH_SAFETENSORS_ROOM. The file has
 * `extra` rows more than the names. */
kith_status kith_safetensors_head(const kith_names *names, uint64_t extra, double scale,
                                  kith_writer *w, kith_error *err);

#endif
