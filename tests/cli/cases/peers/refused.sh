# What has no meaning here is told, not passed over.
refuse() {
    "$KITH" "$@"
    echo "$?"
}
echo 'a b' >text
refuse word2vec -train text -ouput v
refuse word2vec -train text --size=3 -output v
refuse word2vec -train text -frobnicate 1
refuse word2vec -train text -output v -hs 0 -negative 0
refuse word2vec -train text -output v -classes 5
refuse word2vec -train text -output v -cbow 2
refuse word2vec -train text -size
refuse word2vec -train text
refuse word2vec text
refuse word2vec -train missing -output v -q
refuse fasttext skipgram -input text -output v -mincount 3
refuse fasttext skipgram -input text -output v -loss one-vs-all
refuse fasttext supervised -input text -output v -label x
refuse fasttext supervised -input text -output v -maxn 3
refuse fasttext quantize -output v
refuse fasttext dump v args
refuse fasttext frobnicate
refuse fasttext nn
ls
