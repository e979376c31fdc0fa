# The canonical text of the canonical text is itself.
for spec in 784-512relu-dropout0.2-512relu-10softmax '5-res(6relu-res(4-6)-5)-bn:eps=out-3sigmoid' \
    '5-6elu:0.5:he-normal-head:x(2)-head:y:0.25(3softmax)' 9-5-2-5:tied-9:tied:frozen; do
    once=$("$KITH" net summary "$spec" | sed -n 's/^net\t//p')
    again=$("$KITH" net summary "$once" | sed -n 's/^net\t//p')
    [ "$once" = "$spec" ] && [ "$again" = "$spec" ] || echo "$spec: $once, $again"
done
