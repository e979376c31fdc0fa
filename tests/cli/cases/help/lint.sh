"$KITH" lint --help
