"$KITH" analogy --help
