# Bytes with one scale; unknown types are told with those there are.
"$KITH" convert "$CASES/family.vec" a.safetensors -q --dtype i8 --verify
"$KITH" convert a.safetensors - --to glove -q
"$KITH" convert "$CASES/family.vec" a.safetensors --dtype f8 || echo "exit $?"
