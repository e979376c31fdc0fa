for option in --includ-inputs -include-inputs --includ-inputs=yes --frobnicate --no-k --threads=; do
    "$KITH" nearest m w $option
    echo "$?"
done
