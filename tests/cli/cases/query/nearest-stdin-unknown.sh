printf 'kinng\nking\n' | "$KITH" nearest "$CASES/family.vec" -k 1
