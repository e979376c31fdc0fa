# Two groups of words that nothing could part otherwise, as words, as classes and as JSON.
cat >words.vec <<'END'
6 2
cat 5 0.1
red -5 0
dog 5 -0.2
blue -5 0.2
cow 5 0.3
horse 5.1 0
END
"$KITH" cluster words.vec -k 2
"$KITH" cluster words.vec -k 2 --show 3 -q
"$KITH" cluster words.vec -k 2 --show 1 --json -q
"$KITH" cluster words.vec -k 2 --top 2 --json -q
"$KITH" cluster words.vec -k 2 --spherical --seed 7 -q
