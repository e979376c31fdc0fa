# Paths of optimisers: a picture on standard output, and what cannot be one.
"$KITH" net saddle sgd:lr=0.02 adam:lr=0.02 --steps 5 -o - | grep -c '<title>'
for args in 'sgd -o a.svg' 'sdg:lr=1 -o a.svg' 'sgd:lr=1' 'sgd:lr=1 -o no/a.svg'; do
    # shellcheck disable=SC2086 # words
    "$KITH" net saddle $args
    echo "$?"
done
ls
