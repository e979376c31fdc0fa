"$KITH" odd "$CASES/family.vec" man woman king apple
"$KITH" odd "$CASES/family.vec" man woman king apple --all
"$KITH" odd "$CASES/family.vec" man woman queen Ärger --json
