# A comma in the locale's numbers changes neither reading nor writing.
locale -a 2>/dev/null | grep -qi '^de_DE.utf-\?8$' || {
    echo "the locale de_DE.UTF-8 is not installed" >&2
    exit 77
}
LC_ALL=de_DE.UTF-8 "$KITH" nearest "$CASES/family.vec" king --json >de
LC_ALL=C "$KITH" nearest "$CASES/family.vec" king --json | cmp - de
