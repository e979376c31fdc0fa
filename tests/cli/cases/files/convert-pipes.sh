# Through pipes, where a format is one file: the same numbers again, told by what comes or by name.
for format in $("$KITH" convert --help | sed -n 's/^Formats: //p'); do
    "$KITH" convert "$CASES/family.vec" - --to "$format" 2>err >bytes
    code=$?
    if [ "$code" -ne 0 ]; then
        echo "$format: exit $code, $(cat err)"
        continue
    fi
    echo "$format: $(cat bytes | "$KITH" convert - - --to glove -q | cksum)" \
        "$(cat bytes | "$KITH" convert - - --from "$format" --to glove -q | cksum)"
done
sed 1d "$CASES/family.vec" | cksum
"$KITH" convert "$CASES/family.vec" a.npy -q
"$KITH" convert - b.kith <a.npy
echo "exit $?"
ls
