# Words that look like options or numbers.
printf '3 2\n-5 1 0\n--x 1 1\n7 0 1\n' >odd.vec
"$KITH" nearest odd.vec -5 -k 1
"$KITH" nearest odd.vec -k 1 -- --x
