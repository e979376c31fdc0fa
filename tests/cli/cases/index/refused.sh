# What an index cannot do, and files that are no index of these vectors: one clear line each.
"$KITH" index "$CASES/family.vec" -o m.index -q
cp "$CASES/family.vec" text.vec
no() { "$KITH" "$@"; echo "$?"; }
no nearest "$CASES/family.vec" --index m.index king --top 5
no nearest "$CASES/family.vec" --index m.index king --match 'k*'
no nearest "$CASES/family.vec" --index m.index king --regex '^k'
no analogy "$CASES/family.vec" --index m.index man king woman --method mul
no nearest "$CASES/family.vec" king --effort 5
no nearest "$CASES/family.vec" --index absent king
no nearest "$CASES/family.vec" --index text.vec king
no nearest m.index king
"$KITH" edit "$CASES/family.vec" -o other.kith --normalize-first --center -q
no nearest other.kith --index m.index king
no nearest "$CASES/family.vec" --index other.kith king
head -c 500 m.index > cut.index
no nearest "$CASES/family.vec" --index cut.index king
no index "$CASES/family.vec"
no index "$CASES/family.vec" m.index
no index "$CASES/family.vec" m.index --check 3 -o m.index
no index "$CASES/family.vec" m.index --check 3 --links 8
no index "$CASES/family.vec" -o none/m.index
no index "$CASES/family.vec" -o m.index --links 2
ls
