printf 'man\nwoman\n' | "$KITH" vector "$CASES/family.vec"
