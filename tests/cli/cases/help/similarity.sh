"$KITH" similarity --help
