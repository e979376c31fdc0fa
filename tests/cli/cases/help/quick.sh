# `kith --help` in less than 20 ms: the best of twenty, for the machine may be busy.
case $KITH in
*/asan/* | */coverage/* | */tsan/*)
    echo "this variant is slow on purpose" >&2
    exit 77
    ;;
esac
best=1000000000
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    start=$(date +%s%N)
    "$KITH" --help >/dev/null
    took=$(($(date +%s%N) - start))
    [ "$took" -lt "$best" ] && best=$took
done
[ "$best" -lt 20000000 ] || echo "kith --help took $best ns"
