# A tar archive under the name of vectors is told, and nothing is written.
cp "$CASES/family.vec" family.vec
tar czf words.bin family.vec
tar cf words.vec.gz family.vec
for file in words.bin words.vec.gz; do
    "$KITH" convert "$file" out.kith
    echo "exit $?"
done
cat words.bin | "$KITH" info -
echo "exit $?"
ls
