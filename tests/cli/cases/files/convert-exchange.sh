# Formats of databases and other libraries: there and back the same bytes, finalfusion's but nearly.
"$KITH" convert "$CASES/family.vec" a.kith -q && "$KITH" convert a.kith a.pgcopy.gz -q &&
    "$KITH" convert a.pgcopy.gz a.fvecs -q && "$KITH" convert a.fvecs a.model2vec -q &&
    "$KITH" convert a.model2vec b.kith -q && cmp a.kith b.kith && gzip -dc a.pgcopy.gz
ls . a.model2vec
"$KITH" convert a.kith a.fifu --verify -q
"$KITH" convert a.kith half.model2vec --dtype f16 --verify -q
for file in a.pgcopy.gz a.fvecs a.model2vec a.fifu; do
    "$KITH" info "$file" | grep -E '^(format|rows)'
    "$KITH" nearest "$file" king -k 1
done
# a vector that the format cannot hold, a folder that lacks a file, one that is a file already
printf '1 2\na 1 inf\n' | "$KITH" convert - out.pgcopy --allow-nonfinite -q || echo "exit $?"
rm a.model2vec/tokenizer.json
"$KITH" convert a.model2vec out.kith || echo "exit $?"
"$KITH" convert a.kith a.fifu --to model2vec || echo "exit $?"
ls out.* 2>/dev/null || true
