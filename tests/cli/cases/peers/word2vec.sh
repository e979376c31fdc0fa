# word2vec.c's flags and defaults, as what they amount to shows.
cp "$CASES/train/town.txt" text.txt
"$KITH" word2vec -train text.txt -output v.txt -size 8 -min-count 1 2>&1 | grep ' as: '
"$KITH" info v.txt | grep format
"$KITH" word2vec -train text.txt -output v.bin -size 8 -min-count 1 -cbow 0 -hs 1 -negative 0 \
    -sample 0 -threads 1 -iter 2 -alpha 0.01 -window 3 -debug 0 -binary 1 2>&1 | grep ' as: '
"$KITH" info v.bin | grep -e format -e dim
"$KITH" train text.txt -q -o same.bin --dim 8 --min-count 1 --loss hs --sample 0 --threads 1 \
    --epochs 2 --lr 0.01 --window 3 && cmp v.bin same.bin && echo same
"$KITH" word2vec -train text.txt -output v.bin -size 8 -min-count 1 -hs 1 -q
"$KITH" word2vec -train text.txt -save-vocab words.vocab -min-count 2 -q
"$KITH" vocab text.txt --min-count 2 -q | cmp - words.vocab && echo "same words"
"$KITH" word2vec -train text.txt -output r.bin -read-vocab words.vocab -size 8 2>&1 | grep ' as: '
