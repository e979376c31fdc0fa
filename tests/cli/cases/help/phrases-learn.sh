"$KITH" help phrases learn
