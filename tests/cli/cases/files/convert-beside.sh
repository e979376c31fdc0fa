# Formats of several files and of SQL: there and back the same bytes; info knows them.
"$KITH" convert "$CASES/family.vec" a.kith -q && "$KITH" convert a.kith a.kv -q &&
    "$KITH" convert a.kv a.safetensors -q && "$KITH" convert a.safetensors a.sql.gz -q &&
    "$KITH" convert a.sql.gz a.projector -q && "$KITH" convert a.projector b.kith -q &&
    cmp a.kith b.kith
ls . a.projector
for file in a.kv a.safetensors a.sql.gz a.projector; do
    "$KITH" info "$file" | grep -E '^(format|rows)'
done
"$KITH" nearest a.kv king -k 1
# what is cut or was never vectors is refused, and leaves nothing
head -c 100 a.kv >cut.kv
"$KITH" convert cut.kv out.kith || echo "exit $?"
rm a.kv.vectors.npy
"$KITH" convert a.kv out.kith || echo "exit $?"
"$KITH" convert a.projector - --to gensim-kv || echo "exit $?"
"$KITH" convert a.kith a.projector --dtype i8 || echo "exit $?"
printf '\200\002cposix\nsystem\n(X\005\000\000\000falsetR.' >evil.kv
"$KITH" info evil.kv --json || echo "exit $?"
ls out.kith 2>/dev/null || true
