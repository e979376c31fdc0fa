# Each is 2 and one line, at once; nothing is written.
for option in '--lr nan' '--lr 0' '--lr -1' '--dim 0' '--dim -3' '--epochs 0' '--window 0' '--threads 1000000' \
    '--loss nss' '--arch bow' '--optim sdg' '--dim 1e3x' '--isa mmx' '--sample 2'; do
    # shellcheck disable=SC2086 # two words
    "$KITH" train "$CASES/train/town.txt" -o x.kith $option 2>err
    code=$?
    [ "$code" -eq 2 ] && [ "$(wc -l <err)" -eq 1 ] && [ ! -e x.kith ] ||
        echo "$option: exit $code, $(cat err)"
done
