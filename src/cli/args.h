/*
 * The arguments of one command: options into a kith_config, the rest as operands.
 *
 * `--name value`, `--name=value`, `--flag`, `--no-flag`, the short forms -o -k -q -h; `--` ends the
 * options. What follows an option is its value even when it is a negative number; a number is never
 * taken for an option. A repeated option keeps its last value in the configuration, and all of them
 * in args_value. A command may have the options of another tool, written with one dash.
 */
#ifndef KITH_CLI_ARGS_H
#define KITH_CLI_ARGS_H

#include "command.h"

typedef struct args_given {
    const kith_option *option;
    const char *value;
} args_given;

/* Strings are borrowed from argv. */
struct args {
    const command *command;
    kith_config *config;
    const char **operand;
    size_t operands;
    args_given *given; /* in the order of the command line */
    size_t givens;
    bool help; /* asked for; nothing after it was read and nothing was checked */
    kith_option_table table[COMMAND_TABLES];
};

/*
 * Reads `argc` arguments, the name of the command not among them, and checks the number of
 * operands. KITH_ISA and TMPDIR stand in for --isa and --spool-dir where the command has them.
 */
kith_status args_parse(const command *c, int argc, char **argv, args *out, kith_error *err);
void args_clear(args *a);

/* An option of a command that is not being parsed; NULL where it has none of that name. */
const kith_option *args_option(const command *c, const char *name);

/* The i-th value given for an option, NULL past the last. */
const char *args_value(const args *a, const char *name, size_t i);
/* The text of an option, NULL where it is empty. */
const char *args_text(const args *a, const char *name);
bool args_flag(const args *a, const char *name);
/* Is it --style fasttext? False for commands without that option. */
bool args_fasttext(const args *a);
/* A whole number that the option's range keeps at 0 or above. */
uint64_t args_count(const args *a, const char *name);

/* The letter that also stands for an option, 0 for none. */
char args_letter(const char *name);

#endif
