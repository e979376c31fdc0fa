# The cosine with nothing is 0, not NaN.
printf '2 2\nnone 0 0\nsome 1 0\n' >zero.vec
"$KITH" similarity zero.vec none some && "$KITH" nearest zero.vec none --json
