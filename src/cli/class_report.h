/* How well a classifier did, as a table for people or one JSON object. */
#ifndef KITH_CLI_CLASS_REPORT_H
#define KITH_CLI_CLASS_REPORT_H

#include "kith.h"

void class_report_print(const kith_class_report *r, const kith_class_limit *limit);
void class_report_json(const kith_class_report *r, const kith_class_limit *limit);
/* As fastText's test prints it; `labels`: as its test-label does. */
void class_report_fasttext(const kith_class_report *r, const kith_class_limit *limit, bool labels);

#endif
