/*
 * Other tools' command lines: their flags are rows of an option table like any, with their
 * defaults, and what they amount to is put together as a command line of ours, which is shown and
 * then parsed and run as if it had been typed. So there is one parser, and one place for every
 * check.
 */
#ifndef KITH_CLI_PEER_H
#define KITH_CLI_PEER_H

#include "args.h"

/* A flag that has the same meaning here under another name. */
typedef struct peer_alias {
    const char *theirs, *ours;
} peer_alias;

enum { PEER_WORDS = 96 };
typedef struct peer_line {
    const command *to;
    char *word[PEER_WORDS]; /* freed when it runs */
    int words;
    bool full; /* out of memory or of room: it will not run */
} peer_line;

void peer_word(peer_line *l, const char *word);
/* --name=value, left out where that is the command's default. */
void peer_option(peer_line *l, const char *name, const char *value);
/* Every alias whose flag has a value, by default or given. */
void peer_aliases(peer_line *l, const args *a, const peer_alias *alias, size_t count);
/* Shows the command on standard error, unless quiet, runs it, and clears the line. */
kith_status peer_run(peer_line *l, const args *a, kith_error *err);
/* KITH_ERR_USAGE where the flag has another value than its default, which alone means something
 * here: `why` says what to do instead. */
kith_status peer_refuse(const args *a, const char *flag, const char *why, kith_error *err);
/* KITH_ERR_USAGE where a flag that the tool cannot do without was not given, or anything but flags
 * was. */
kith_status peer_need(const args *a, const char *flag, kith_error *err);

/* Rows of a tool's flags, with its defaults. */
#define PEER_TEXT(tool, flag, usual, shown, says)                                                  \
    {                                                                                              \
        .name = (flag), .type = KITH_OPTION_TEXT, .standard = (usual), .value = (shown),           \
        .group = (tool), .help = (says)                                                            \
    }
#define PEER_NUMBER(kind, letter, tool, flag, usual, low, high, says)                              \
    {                                                                                              \
        .name = (flag), .type = (kind), .standard = (usual), .least = (low), .most = (high),       \
        .value = (letter), .group = (tool), .help = (says)                                         \
    }
#define PEER_INT(tool, flag, usual, low, high, says)                                               \
    PEER_NUMBER(KITH_OPTION_INT, "N", tool, flag, usual, low, high, says)
#define PEER_REAL(tool, flag, usual, low, high, says)                                              \
    PEER_NUMBER(KITH_OPTION_REAL, "X", tool, flag, usual, low, high, says)

/* A row of a flag that says nothing here, and is accepted. */
#define PEER_IDLE(flag, text)                                                                      \
    {                                                                                              \
        .name = (flag), .type = KITH_OPTION_TEXT, .standard = (text), .value = "X",                \
        .group = "Without effect", .help = "accepted; has no effect here"                          \
    }

#endif
