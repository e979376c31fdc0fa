# A person is prompted on standard error; the end of input ends.
script -qec true /dev/null </dev/null >/dev/null 2>&1 || {
    echo "util-linux's script is not installed" >&2
    exit 77
}
printf 'king\n\004' | script -qec "'$KITH' nearest '$CASES/family.vec' -k 1 2>prompts" /dev/null >/dev/null
cat prompts
