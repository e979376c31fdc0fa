# Comma-separated values, JSON lines, packed text; there and back the same bytes.
"$KITH" convert "$CASES/family.vec" a.kith -q && "$KITH" convert a.kith a.csv.gz -q &&
    "$KITH" convert a.csv.gz a.jsonl -q && "$KITH" convert a.jsonl a.vec.gz -q --to fasttext-vec &&
    "$KITH" convert a.vec.gz b.kith -q && cmp a.kith b.kith && gzip -dc a.csv.gz | head -2 &&
    head -1 a.jsonl && gzip -dc a.vec.gz | head -2 && "$KITH" info a.csv.gz | grep format
"$KITH" convert a.kith a.npy.gz || echo "exit $?"
