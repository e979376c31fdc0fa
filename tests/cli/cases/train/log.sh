# What an epoch took: words kept by thinning, and operations: six a number of a pair of rows. Words beside
# each other, 2 (6 - 1) = 10, each against all 3 of the vocabulary, of dim 8; twice. Words of three
# letters have two n-grams and a row of their own, added and stepped when the word comes and goes.
echo 'one two six one two six' >a.txt
learn() {
    "$KITH" train a.txt -o m.kith -q --min-count 1 --dim 8 --window 1 --window-shape fixed --loss softmax \
        --sample 0 --threads 1 --epochs 2 --log - "$@" | grep -o '"words":[0-9]*\|"kept".*'
}
learn
learn --minn 4 --maxn 4
