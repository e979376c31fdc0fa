# The kernels by flag or environment; the flag wins.
cp "$CASES/family.vec" .
"$KITH" nearest family.vec king -k 1 --isa base && KITH_ISA=base "$KITH" nearest family.vec king -k 1
KITH_ISA=mmx "$KITH" nearest family.vec king -k 1 --isa base
KITH_ISA=mmx "$KITH" nearest family.vec king -k 1 2>err
echo "$?"
grep -c 'mmx.*base' err
