"$KITH" help fasttext skipgram
