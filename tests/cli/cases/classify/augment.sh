# Images that move while they are trained on: the same bytes at any number of threads, other weights
# than of images that stay, and refused where rows are no images.
image() { # 40 images of 6 x 6: an upright bar, or a level one, at a place of its own
    awk 'BEGIN { for (i = 0; i < 40; i++) for (r = 0; r < 6; r++) for (c = 0; c < 6; c++) {
        p = 1 + int(i / 2) % 4; on = i % 2 ? r == p : c == p; printf "%s", on ? "\\377" : "\\000" } }'
}
{ printf '\000\000\010\003\000\000\000\050\000\000\000\006\000\000\000\006'; printf "$(image)"; } >bars.idx
awk 'BEGIN { for (i = 0; i < 40; i++) print i % 2 ? "level" : "upright" }' >bars.txt
train() { "$KITH" classify train bars.idx --labels bars.txt --epochs 30 -q -o "$@"; }
train a.kith --augment shift=1,rotate=10,scale=0.1 --threads 1 || exit
train b.kith --augment shift=1,rotate=10,scale=0.1 --threads 2 && cmp a.kith b.kith && echo same
train c.kith && { cmp -s a.kith c.kith || echo other weights; }
"$KITH" classify test a.kith bars.idx --labels bars.txt | head -2
train no.kith --augment shift=far 2>&1
train no.kith --augment zoom=2 2>&1
printf 'x,y,label\n1,2,a\n3,4,b\n' >t.csv
"$KITH" classify train t.csv -o no.kith --augment flip -q 2>&1
ls no.kith 2>/dev/null
