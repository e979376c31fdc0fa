# Help asked for is given, whatever else is wrong, and is no error.
"$KITH" nearest --help --no-such >a && "$KITH" nearest x -k 3 -h >b && "$KITH" help nearest >c &&
    cmp a b && cmp a c && head -1 a
