"$KITH" eval --help
