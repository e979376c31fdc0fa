for command in 'nearest no.kith w' 'info no.kith' 'convert no.kith x.npy' 'vocab no.txt' \
    'eval no.kith --pairs p'; do
    # shellcheck disable=SC2086 # several words
    "$KITH" $command
    echo "$?"
done
"$KITH" eval "$CASES/family.vec" --pairs no.tsv
