printf 'man kng\nman\nman woman\n' | "$KITH" similarity "$CASES/family.vec" --table
"$KITH" similarity "$CASES/family.vec" --table man
"$KITH" similarity "$CASES/family.vec" --table --wmd man woman
