# Words merged, picked and renamed; the order is that of the files.
printf '2 3\nking 3 0 3\npear 0 0 -2\n' >more.vec
printf 'king\tX\nqueen\nnobody\nman\n' >list
printf 'king\tqueen\nqueen\tking\n' >names
"$KITH" edit "$CASES/family.vec" more.vec -o - --to w2v-text --merge mean -q
"$KITH" edit "$CASES/family.vec" -o - --to w2v-text --only list --rename names
"$KITH" edit "$CASES/family.vec" -o - --to w2v-text --without list --match '[!Ä]*' --top 2
"$KITH" edit "$CASES/family.vec" -o - --to w2v-text --regex '^(k|qu).*(ng|en)$' -q
