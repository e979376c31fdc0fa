/*
 * Text for people: answers on standard output, messages on standard error. On a terminal control
 * characters in words and file names are shown as \xNN, so that a file cannot drive the terminal;
 * in pipes bytes stay as they are. The program never calls setlocale: numbers have a point.
 */
#ifndef KITH_CLI_PRINT_H
#define KITH_CLI_PRINT_H

#include "kith.h"

#include <stdio.h>

void print_bytes(FILE *out, const char *text, size_t bytes);
void print_text(FILE *out, const char *text);
/* An argument as a shell reads it back: in quotes unless it is plain. */
void print_quoted(FILE *out, const char *text);
/* A cosine or a correlation with `decimals` decimals; never "-0". */
void print_fixed(FILE *out, double value, int decimals);

/* One line "kith: ..." on standard error. */
void print_message(const char *format, ...) KITH_PRINTF(1, 2);

/* 1234567 -> "1,234,567" */
enum { PRINT_COUNT_CHARS = 32 };
const char *print_count(uint64_t n, char text[PRINT_COUNT_CHARS]);
/* 1234567.0 -> "1.23M": three digits and k, M, G or T. */
const char *print_short(double value, char text[PRINT_COUNT_CHARS]);
/* Seconds as 0:07, 12:34 or 1:02:03. */
const char *print_time(double seconds, char text[PRINT_COUNT_CHARS]);

/* The reader of standard output has gone (`| head -1`): a reason to stop, not an error. */
bool print_reader_gone(void);

#endif
