# The ending names the format, or --to does; an unknown one lists the valid ones.
cp "$CASES/family.vec" .
"$KITH" convert family.vec out.what
echo "$?"
"$KITH" convert family.vec out.what --to w2v-texd
echo "$?"
"$KITH" convert family.vec out.bin --from npy
echo "$?"
ls
