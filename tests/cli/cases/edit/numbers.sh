# Centred, without the largest component, shortened, at length 1; four decimals, no -0.
edit() {
    "$KITH" edit "$CASES/family.vec" -o - --to w2v-text --top 4 "$@" |
        awk 'NR > 1 { for (i = 2; i <= NF; i++) $i = sprintf("%.4f", $i + ($i < 0 ? -1e-6 : 1e-6)) }
            { gsub("-0.0000", "0.0000"); print }'
}
edit --center -q
edit --remove 1
edit --pca 1 --top 0
edit --normalize -q
