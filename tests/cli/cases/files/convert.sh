# There and back: the same bytes, through every format, and from standard input.
"$KITH" convert "$CASES/family.vec" a.kith && "$KITH" convert a.kith b.bin -q &&
    "$KITH" convert b.bin c.npy -q && "$KITH" convert c.npy d.tsv -q &&
    "$KITH" convert d.tsv e.kith -q && cmp a.kith e.kith &&
    "$KITH" convert - f.kith -q <b.bin && cmp a.kith f.kith &&
    "$KITH" convert e.kith - --to w2v-text -q --limit 2
