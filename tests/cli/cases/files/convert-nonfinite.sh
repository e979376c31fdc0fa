printf '2 1\na nan\nb 1\n' >nan.vec
"$KITH" convert nan.vec out.bin
echo "$?"
ls
"$KITH" convert nan.vec out.bin --allow-nonfinite -q && ls
