for option in '-k 0' '-k x' '-k 1e9' '-k' '--k=' '--threads -1' '--threads 1000000' '--json=maybe'; do
    # shellcheck disable=SC2086 # two words
    "$KITH" nearest m w $option
    echo "$?"
done
