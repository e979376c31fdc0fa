#include "net_facts.h"

#include "json.h"

#include <inttypes.h>
#include <stdio.h>

void net_facts_print(const kith_net_facts *f)
{
    printf("net\t%s\n", f->spec);
    for (size_t i = 0; i < f->layers; i++) {
        const kith_layer_facts *l = &f->layer[i];
        printf("layer\t%zu\t%s\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\n", i + 1, l->text, l->inputs,
               l->outputs, l->parameters + l->statistics);
    }
    printf("inputs\t%" PRIu64 "\noutputs\t%" PRIu64 "\nparameters\t%" PRIu64
           "\nstatistics\t%" PRIu64 "\nbytes\t%" PRIu64 "\nflops\t%" PRIu64 "\n",
           f->inputs, f->outputs, f->parameters, f->statistics, f->bytes, f->flops);
}

static void json_counts(json *j, uint64_t inputs, uint64_t outputs, uint64_t parameters,
                        uint64_t statistics, uint64_t bytes, uint64_t flops)
{
    json_count(j, "inputs", inputs);
    json_count(j, "outputs", outputs);
    json_count(j, "parameters", parameters);
    json_count(j, "statistics", statistics);
    json_count(j, "bytes", bytes);
    json_count(j, "flops", flops);
}

void net_facts_json(const kith_net_facts *f)
{
    json j = json_begin_line(stdout);
    json_text(&j, "net", f->spec);
    json_counts(&j, f->inputs, f->outputs, f->parameters, f->statistics, f->bytes, f->flops);
    json_begin_array(&j, "layers");
    for (size_t i = 0; i < f->layers; i++) {
        const kith_layer_facts *l = &f->layer[i];
        json_begin_object(&j, NULL);
        json_text(&j, "layer", l->text);
        json_counts(&j, l->inputs, l->outputs, l->parameters, l->statistics, l->bytes, l->flops);
        json_end_object(&j);
    }
    json_end_array(&j);
    json_end_line(&j);
}
