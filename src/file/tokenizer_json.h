/*
 * The tokens of a Hugging Face tokenizer (tokenizer.json) by their numbers, and writing one that
 * splits at white space and knows whole words.
 *
 * Of the file only the vocabulary is read: how it splits text is another matter than which vector a
 * token has.
 */
#ifndef KITH_FILE_TOKENIZER_JSON_H
#define KITH_FILE_TOKENIZER_JSON_H

#include "file/names.h"

typedef struct kith_json_token {
    const char *text; /* [bytes] escapes unread, borrowed from the file's text */
    size_t bytes;
    uint64_t id, order; /* order: of their places in the file */
    bool special;       /* added to the vocabulary for the tokenizer's own use */
} kith_json_token;

typedef struct kith_token_list {
    char *name, *text;
    kith_json_token *token; /* [tokens] number 0 first, each number once */
    uint64_t tokens, room;
} kith_token_list;

/* KITH_ERR_DATA unless the numbers are 0, 1, 2 .. Cleared on failure. */
kith_status kith_token_list_open(const char *path, kith_token_list *t, kith_error *err);
void kith_token_list_clear(kith_token_list *t);

/* The word for what is in no vocabulary. */
#define KITH_TOKEN_UNKNOWN "[UNK]"
/* Must it be added, behind the words? Not where the vocabulary has it. */
bool kith_token_list_adds_unknown(const kith_names *names);
kith_status kith_token_list_write(kith_names *names, kith_writer *w, kith_error *err);
uint64_t kith_token_list_size(const kith_names *names); /* in all likelihood at most */

#endif
