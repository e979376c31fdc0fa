# NPMI is 1 for words that only occur together.
printf 'a b x\na b y\nx a b\ny x\n' >text
"$KITH" phrases learn text -q --score npmi --min-count 2 --threshold 0.9
