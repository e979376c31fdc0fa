# Codes of word vectors are word vectors, which every other command reads.
cat >v.vec <<'END'
6 4
cat 1 1 0 0
dog 1 0.9 0 0
cow 0.9 1 0 0.1
car 0 0 1 1
bus 0 0.1 1 0.9
van 0.1 0 0.9 1
END
"$KITH" convert v.vec v.kith >/dev/null
"$KITH" autoencode train v.kith -o ae.kith --net '4-2-4' --scale none --epochs 300 --lr 0.02 --threads 1 -q
"$KITH" autoencode encode ae.kith v.kith -o short.kith
"$KITH" info short.kith | grep -E '^(rows|dim)'
"$KITH" nearest short.kith car -k 2 | cut -f 1 | sort
"$KITH" autoencode reconstruct ae.kith v.kith -o back.vec
"$KITH" nearest back.vec cat -k 2 | cut -f 1 | sort
