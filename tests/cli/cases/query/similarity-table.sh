# All with all: words, or sets where there are tabs.
"$KITH" similarity "$CASES/family.vec" --table man king 'woman queen'
printf 'man king\nman queen\tking\n' | "$KITH" similarity "$CASES/family.vec" --table
"$KITH" similarity "$CASES/family.vec" --table --json man woman apple
