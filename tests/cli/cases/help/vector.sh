"$KITH" vector --help
