# Word vectors to start from: their words are known although the text lacks them; frozen they stay.
cat >v.vec <<'END'
5 2
hot 1 0
warm 1 0.1
icy 0 1
cold 0.1 1
the 0.5 0.5
END
printf '__label__up warm\n__label__down cold\n__label__up warm the\n__label__down the cold\n' >t.txt
"$KITH" classify train --text t.txt -o m.kith --vectors v.vec --freeze-vectors --threads 1 -q
printf 'hot\nicy\n' | "$KITH" classify predict m.kith | cut -f 1
"$KITH" classify train --text t.txt -o m.kith --vectors v.vec --dim 2
