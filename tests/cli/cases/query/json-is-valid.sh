# Every line that --json prints, of every command, is one object with "schema" 1; words that are not
# UTF-8 included.
command -v jq >/dev/null || {
    echo "jq is not installed" >&2
    exit 77
}
printf '2 2\n\377\001"\\ 1 0\nplain 1 1\n' >odd.vec
printf ': s\nman king woman queen\n' >a.txt
{
    "$KITH" nearest odd.vec plain --json
    "$KITH" vector odd.vec plain --json
    "$KITH" info odd.vec --json
    "$KITH" similarity odd.vec plain plain --json
    "$KITH" odd odd.vec plain plain plain --json
    "$KITH" rank odd.vec plain plain --json --closer
    "$KITH" analogy "$CASES/family.vec" man king woman --json -q
    "$KITH" eval "$CASES/family.vec" --analogies a.txt --json
} >all
jq -c 'if type == "object" then .schema else error("no object") end' all
