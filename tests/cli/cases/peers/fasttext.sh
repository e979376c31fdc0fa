# fastText's flags and defaults; the model is one of fastText's, the text stands beside it.
cp "$CASES/train/town.txt" text.txt
"$KITH" fasttext skipgram -input text.txt -output m -dim 8 -bucket 100 -thread 1 2>&1 | grep ' as: '
"$KITH" fasttext cbow -input text.txt -output c -dim 8 -minn 0 -maxn 0 -loss hs -ws 3 -epoch 2 \
    -lr 0.1 -neg 7 -t 0.001 -seed 5 -minCount 1 -verbose 0 -lrUpdateRate 1 2>&1 | grep ' as: '
for file in m.bin m.vec c.bin c.vec; do
    "$KITH" info "$file" | grep format
done
word=$(sed -n 2p m.vec | cut -d ' ' -f 1)
echo "$word" | "$KITH" fasttext nn m.bin 2 -q | wc -l
echo "$word" | "$KITH" fasttext print-word-vectors m.bin -q | wc -w
printf '__label__a x y\n__label__b z\n__label__a x\n' >labelled
"$KITH" fasttext supervised -input labelled -output s -loss one-vs-all -thread 1 2>&1 | grep ' as: '
"$KITH" classify predict s.bin labelled | cut -f 1
"$KITH" fasttext predict s.bin labelled -q
cut -d ' ' -f 2- labelled | "$KITH" fasttext predict-prob s.bin - 2 -q | awk '{ print $1, $3, ($2 >= $4), NF }'
"$KITH" fasttext test s.bin labelled -q
"$KITH" fasttext test s.bin labelled 2 0.9 -q
"$KITH" fasttext test-label s.bin labelled -q
"$KITH" classify test s.bin labelled -k 2 | grep ' at '
printf 'x y\nq\n' | "$KITH" fasttext predict s.bin - 2 1.0 -q | sed 's/^$/none/'
"$KITH" vector m.bin --sentence mean "$word x" >one
echo "$word x" | "$KITH" fasttext print-sentence-vectors m.bin -q | cmp - one && echo same
"$KITH" vector m.bin unseen --parts | tr '\t' ' ' >parts
"$KITH" fasttext print-ngrams m.bin unseen -q | cmp - parts && wc -l <parts
# Three words are A - B + C, not B - A + C; a word without a vector has zeros and its line.
echo king man woman | "$KITH" fasttext analogies m.bin 2 -q | cut -d ' ' -f 1 >theirs
"$KITH" nearest m.bin 'king - man + woman' -k 2 | cut -f 1 | cmp - theirs && echo "A - B + C"
echo king man woman | "$KITH" fasttext analogies m.bin 1 2>&1 >lines | sed -n 1p
grep -c '^[a-z]* [0-9.e-]*$' lines
printf '%s\nnobody\n' "$word" | "$KITH" fasttext print-word-vectors c.bin -q 2>told |
    awk 'NR == 2 { print $1, $2, $9 } NR == 1 { print NF, $2 != 0 }'
cat told
