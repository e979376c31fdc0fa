# What cannot be aligned is told, and nothing is written.
try() {
    "$KITH" align "$@" 2>&1
    echo "exit $?"
}
cp "$CASES/family.vec" family.vec
printf '1 2\nking 3 0\n' >short.vec
printf '1 3\nroi 3 0 1\n' >other.vec
printf 'king\troi\nking\n' >pairs.tsv
printf 'sing\troi\n' >unknown.tsv
try family.vec other.vec
try family.vec other.vec -o out.vec
try family.vec short.vec -o out.vec --hold-out 0
try family.vec other.vec -o out.vec --pairs pairs.tsv
try family.vec other.vec -o out.vec --pairs unknown.tsv
try family.vec family.vec -o out.vec --hold-out 1
try family.vec family.vec -o out.vec --pairs nothing.tsv
ls
