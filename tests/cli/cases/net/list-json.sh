"$KITH" net list --json optimiser --all | grep notes0
