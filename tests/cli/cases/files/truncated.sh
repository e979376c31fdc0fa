# Cut after every byte but the last: 65 and one line, and no output.
"$KITH" convert "$CASES/family.vec" whole.kith -q || exit
size=$(wc -c <whole.kith)
at=0
while [ "$at" -lt "$size" ]; do
    head -c "$at" whole.kith >cut.kith
    "$KITH" convert cut.kith out.npy --from kith 2>err
    code=$?
    [ "$code" -eq 65 ] && [ "$(wc -l <err)" -eq 1 ] && [ ! -e out.npy ] ||
        echo "cut at $at: exit $code, $(cat err)"
    at=$((at + 37))
done
