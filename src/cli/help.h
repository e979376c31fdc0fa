/*
 * Help, rendered from the command table and the option tables and from nothing else, so that it
 * cannot differ from what the program takes.
 */
#ifndef KITH_CLI_HELP_H
#define KITH_CLI_HELP_H

#include "args.h"

#include <stdio.h>

/* `kith`: ten lines and two examples. */
void help_short(FILE *out, const command *const *commands, size_t count);
/* `kith --help`: the commands by group, the exit codes, the environment. */
void help_program(FILE *out, const command *const *commands, size_t count);
/* `kith COMMAND --help`: usage, options by group with default, range, choices and source. */
void help_command(FILE *out, const args *a);

#endif
