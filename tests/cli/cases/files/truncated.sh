# Every file of every format, cut: 65, one line that says where, and no output; or, of text without
# an end mark, what is there.
try() { # try FORMAT FILE BYTES
    rm -rf cut out.kith
    cp -r whole cut
    head -c "$3" "whole/$2" >"cut/$2"
    "$KITH" convert cut/x out.kith --from "$1" -q 2>err
    code=$?
    case $code in
    0) [ -e out.kith ] ;;
    65) [ "$(wc -l <err)" -eq 1 ] && grep -q ':[0-9][0-9]*: ' err && [ ! -e out.kith ] ;;
    *) false ;;
    esac || echo "$1, $2 cut at $3: exit $code, $(cat err)"
}
formats=$("$KITH" convert --help | sed -n 's/^Formats: //p')
[ "$(echo "$formats" | wc -w)" -ge 17 ] || echo "the formats are not listed: $formats"
for format in $formats; do
    rm -rf whole
    mkdir whole
    "$KITH" convert "$CASES/family.vec" whole/x --to "$format" -q || exit
    for file in $(cd whole && find . -type f); do
        size=$(wc -c <"whole/$file")
        at=0
        while [ "$at" -lt "$size" ]; do
            try "$format" "$file" "$at"
            at=$((at + 61))
        done
    done
done
find . -name '*.tmp*' -o -name '.*.kith*'
