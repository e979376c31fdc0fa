"$KITH" net summary 4-3tanh-4:tied --json
