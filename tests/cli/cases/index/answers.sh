# A small model's index finds what a look at all rows finds, however it is asked.
"$KITH" convert "$CASES/family.vec" m.kith -q
"$KITH" index m.kith -o m.index -q
ask() { "$KITH" "$@" -q > all && "$KITH" "$@" -q --index m.index > some && cmp all some && echo "same: $*"; }
ask nearest m.kith 'king - man + woman' queen
ask nearest m.kith king -k 3 --include-inputs --json
ask analogy m.kith man king woman
ask analogy m.kith man:king::woman:? --json
"$KITH" vector m.kith king | "$KITH" nearest m.kith --vectors --index m.index --effort 5 -k 1
# The same vectors in another format are the same vectors.
"$KITH" nearest "$CASES/family.vec" --index m.index king -k 1
