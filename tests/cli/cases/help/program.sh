"$KITH" --help >long && "$KITH" -h | cmp - long && "$KITH" help | cmp - long && cat long
