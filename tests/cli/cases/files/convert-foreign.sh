# GloVe's text and fastText's models: there and back the same bytes, also packed; what is cut is
# refused and leaves nothing.
"$KITH" convert "$CASES/family.vec" a.kith -q && "$KITH" convert a.kith a.glove -q &&
    gzip -k a.glove && "$KITH" convert a.glove.gz b.kith -q && cmp a.kith b.kith &&
    "$KITH" convert a.kith a.bin --to fasttext-bin -q && "$KITH" convert a.bin c.glove -q &&
    cmp a.glove c.glove && "$KITH" info a.bin | grep -E '^(format|counts)'
head -c 300 a.bin >cut.bin
"$KITH" convert cut.bin cut.kith || echo "exit $?"
tar czf t.bin a.glove && "$KITH" convert t.bin t.kith || echo "exit $?"
ls cut.kith t.kith 2>/dev/null || true
