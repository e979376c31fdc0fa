"$KITH" vocab --help
