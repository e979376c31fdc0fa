# The table of formats and that of their readers name every format.
for format in $("$KITH" convert --help | sed -n 's/^Formats: //p'); do
    [ "$(grep -c "^|[^|]*\`$format\`" "$TOP/docs/formats.md")" -ge 2 ] || echo "no reader of $format is named"
done
